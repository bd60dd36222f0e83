/** Windows over data that cannot be used: a run exits 1 with the reason, never 0 with an empty result. */
import { checkForeign, checkNulls, checkRejected } from "./testing_unusable.ts";

const ENGINES = ["deno", "questdb"] as const;

Deno.test("files with wrong columns: windows name what was rejected", () => checkRejected(ENGINES));

Deno.test("nulls in every optional column: windows say which values are missing", () =>
  checkNulls(ENGINES));

Deno.test("another program's records without a time: windows say so", () => checkForeign(ENGINES));
