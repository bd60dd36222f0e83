import { defineStream, type RecordOf, Symbol, Timestamp, Type, Uuid } from "../streams/define.ts";

/** What is left of an address: `203.0.113.xxx`, `2001:db8:85a3:xxxx:xxxx:xxxx:xxxx:xxxx`. */
const MASKED = "^(?:(?:\\d{1,3}\\.){3}xxx|[0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-fx]{1,4}(?::xxxx){5})$";

/** The logins of `user_logins`, their addresses masked, their times in one form. */
export const processedUserLogins = defineStream({
  name: "processed_user_logins",
  key: "user_id",
  time: "timestamp",
  identity: ["user_id", "device_id"],
  timeDigits: 6,
  schema: Type.Object({
    user_id: Uuid(),
    app_version: Symbol({ minLength: 1 }),
    ip: Type.String({ pattern: MASKED }),
    locale: Symbol({ minLength: 1 }),
    device_id: Uuid(),
    device_type: Symbol({ minLength: 1 }),
    timestamp: Timestamp(),
  }),
});

/** One record of `processed_user_logins`. */
export type ProcessedUserLogin = RecordOf<typeof processedUserLogins>;
