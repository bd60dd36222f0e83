/** As windows_bad_input_integration_test.ts, on Flink. */
import { checkForeign, checkNulls, checkRejected } from "./testing_unusable.ts";

Deno.test("files with wrong columns: a window on Flink names what was rejected", () =>
  checkRejected(["flink"], ["wrong.csv", "other.csv"]));

Deno.test("nulls in every optional column: a window on Flink says which values are missing", () =>
  checkNulls(["flink"]));

Deno.test("another program's records without a time: a window on Flink says so", () =>
  checkForeign(["flink"]));
