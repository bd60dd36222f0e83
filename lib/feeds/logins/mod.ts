/** The feed `logins`: who logs in to an app, with addresses that must not be shown. */
import { defineFeed } from "../feed.ts";
import { simulateLogins } from "./simulate.ts";
import { userLogins } from "./user_logins.ts";

export { type UserLogin, userLogins } from "./user_logins.ts";

export const loginsFeed = defineFeed({
  name: "logins",
  streams: [userLogins],
  simulate: simulateLogins,
});
