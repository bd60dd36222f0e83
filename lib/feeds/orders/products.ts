import { defineStream, Nullable, type RecordOf, Symbol, Type } from "../../streams/define.ts";

/** Changes to the catalogue. Its current state: `select * from products latest on timestamp partition by id`. */
export const products = defineStream({
  name: "products",
  key: "id",
  time: "ts_ms",
  identity: ["id"],
  partitionBy: "YEAR",
  partitions: 1,
  compact: true,
  changes: true,
  schema: Type.Object({
    id: Symbol({ minLength: 1, integers: true }),
    name: Type.String({ minLength: 1 }),
    description: Nullable(Type.String()),
    category: Symbol(),
    price: Type.Number({ minimum: 0, maximum: 1e6 }),
    image: Nullable(Type.String()),
  }),
});

export type ProductChange = RecordOf<typeof products>;
