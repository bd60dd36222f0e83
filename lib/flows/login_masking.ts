import { maskAddress } from "../feeds/logins/ip_address.ts";
import { userLogins } from "../feeds/mod.ts";
import { epochTime } from "../streams/epoch.ts";
import { isoTime } from "../time.ts";
import { defineFlow, mapStream } from "./define.ts";
import { processedUserLogins } from "./processed_user_logins.ts";

/** Logins without what tells who they were from: masked addresses, and a type for every device. */
export const loginMasking = defineFlow({
  name: "login_masking",
  to: processedUserLogins,
  inputs: [
    mapStream(userLogins, ({ ip, device_type, timestamp, ...login }) => {
      const { seconds, micros } = epochTime(timestamp)!;
      return {
        user_id: login.user_id,
        app_version: login.app_version,
        ip: maskAddress(ip),
        locale: login.locale,
        device_id: login.device_id,
        device_type: device_type ?? "unknown",
        timestamp: isoTime(seconds, micros, 6),
      };
    }),
  ],
});
