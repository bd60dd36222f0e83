import {
  defineStream,
  EpochTime,
  Nullable,
  type RecordOf,
  Symbol,
  Type,
  Uuid,
} from "../../streams/define.ts";
import { addressProblem } from "./ip_address.ts";

/** A name of letters: no address can stand in such a field. */
const Name = (examples: string[]) =>
  Symbol({ pattern: "^[A-Za-z][A-Za-z _-]{0,39}$", examples, minLength: 1 });

/**
 * Logins to a shop's app, as its servers write them: with the user's address, and times in whichever unit.
 * They have no table; the flow `login_masking` makes `processed_user_logins` of them.
 */
export const userLogins = defineStream({
  name: "user_logins",
  key: "user_id",
  time: "timestamp",
  identity: ["user_id", "device_id"],
  table: false,
  sensitive: ["ip"],
  schema: Type.Object({
    user_id: Uuid(),
    app_version: Symbol({
      pattern: "^\\d{1,4}\\.\\d{1,4}(?:\\.\\d{1,6})?(?:-[a-z]{1,12}\\d{0,2})?$",
      examples: ["2.3.0", "3.0-beta1"],
    }),
    ip: Type.String({ minLength: 2, maxLength: 100, examples: ["203.0.113.77", "2001:db8::7"] }),
    locale: Name(["RI", "NM"]),
    device_id: Uuid(),
    device_type: Nullable(Name(["android", "iOS"])),
    timestamp: EpochTime(),
  }),
  rules: [({ ip }) => {
    const reason = addressProblem(ip);
    return reason === undefined ? undefined : { field: "ip", reason };
  }],
});

/** One record of `user_logins`. */
export type UserLogin = RecordOf<typeof userLogins>;
