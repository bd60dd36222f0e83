import assert from "node:assert/strict";
import { rootCause } from "./causes.ts";

const FRAMES =
  "\tat org.apache.flink.A.b(A.java:1)\n\tat java.base/java.lang.Thread.run(Thread.java:840)\n";

Deno.test("rootCause() is the innermost cause, without packages and frames", () => {
  const trace = `<Exception on server side:
org.apache.flink.table.gateway.api.utils.SqlGatewayException: Failed to fetchResults.
${FRAMES}Caused by: org.apache.flink.table.api.ValidationException: SQL validation failed. From line 1, column 15 to line 1, column 20: Object 'nosuch' not found
${FRAMES}Caused by: org.apache.calcite.sql.validate.SqlValidatorException: Object 'nosuch' not found
${FRAMES}\t... 5 more

End of exception on server side>`;
  assert.equal(
    rootCause(trace),
    "SqlValidatorException: Object 'nosuch' not found (line 1, column 15)",
  );
});

Deno.test("rootCause() leaves out what a parser expected", () => {
  const trace = `org.apache.flink.table.api.SqlParserException: SQL parse failed.
${FRAMES}Caused by: org.apache.flink.sql.parser.impl.ParseException: Encountered "FORM" at line 1, column 10.
Was expecting one of:
    <EOF>
    "AS" ...
${FRAMES}`;
  assert.equal(rootCause(trace), 'ParseException: Encountered "FORM" at line 1, column 10.');
});

Deno.test("rootCause() joins the lines of a message, and takes the only exception there is", () => {
  const trace = `org.apache.flink.util.Outer$InnerException: first
  second
${FRAMES}`;
  assert.equal(rootCause(trace), "InnerException: first second");
  assert.equal(rootCause("no trace at all"), "no trace at all");
});
