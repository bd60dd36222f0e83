import assert from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import { describeError } from "./describe_error.ts";

Deno.test("describeError() tells which Plot draws in a notebook", () => {
  let found = "";
  try {
    Plot.plot({ marks: [] });
  } catch (error) {
    found = describeError(error);
  }
  assert.match(found, /documentElement[\s\S]*\nPlot needs a document.*lib\/notebook\/mod\.ts/);
});

Deno.test("describeError() adds the causes of an error", () => {
  const error = new Error("outer", { cause: new TypeError("inner") });
  assert.match(describeError(error), /^Error: outer[\s\S]*\nCaused by TypeError: inner/);
});
