import assert from "node:assert/strict";
import { verdictOf } from "./audit.ts";

// What Deno 2.9.6 prints.
Deno.test("verdictOf() tells vulnerabilities from a registry that does not answer", () => {
  const found = `╭ Bad thing
│ Severity:   high
│ Package:    pizza
╰ Info:       https://example.org/GHSA-1

Found 1 vulnerabilities
Severity: 0 low, 0 moderate, 1 high, 0 critical
`;
  assert.equal(verdictOf(1, found), "found");
  assert.equal(verdictOf(0, "No known vulnerabilities found\n"), "none");
  const unanswered = [
    "error: error sending request for url (https://example.org/bulk): client error (Connect)\n",
    "error: Failed to deserialize response from the npm registry API\n",
  ];
  for (const text of unanswered) assert.equal(verdictOf(1, text), "not asked");
});
