import { defineStream, Nullable, type RecordOf, Symbol, Type } from "../../streams/define.ts";

/** Changes to the users. Their current state: `select * from users latest on timestamp partition by id`. */
export const users = defineStream({
  name: "users",
  key: "id",
  time: "ts_ms",
  identity: ["id"],
  partitionBy: "YEAR",
  partitions: 1,
  compact: true,
  changes: true,
  schema: Type.Object({
    id: Symbol({ minLength: 1, integers: true }),
    first_name: Type.String({ minLength: 1 }),
    last_name: Type.String({ minLength: 1 }),
    residence: Nullable(Type.String()),
    lat: Nullable(Type.Number({ minimum: -90, maximum: 90 })),
    lon: Nullable(Type.Number({ minimum: -180, maximum: 180 })),
  }),
});

export type UserChange = RecordOf<typeof users>;
