import assert from "node:assert/strict";
import type { Buffer } from "node:buffer";
import { assign, decodeAssignment, encodeMember } from "./assign.ts";

const PARTITIONS: Record<string, number[]> = { a: [2, 0, 1], b: [0], c: [0, 1] };

function given(members: Record<string, string[]>): Record<string, string[]> {
  const list = Object.entries(members)
    .map(([memberId, topics]) => ({ memberId, memberMetadata: encodeMember(topics) }));
  const result = assign(list, (topic) => [...PARTITIONS[topic]!]);
  return Object.fromEntries(result.map(({ memberId, memberAssignment }) => [
    memberId,
    decodeAssignment(memberAssignment as Buffer).map((at) => at.topic + at.partition),
  ]));
}

Deno.test("assign() assigns each partition to one member, evenly", () => {
  assert.deepEqual(given({ two: ["a", "b"], one: ["a", "b"] }), {
    one: ["a0", "a2"],
    two: ["a1", "b0"],
  });
  assert.deepEqual(given({ one: ["b"], two: ["b"] }), { one: ["b0"], two: [] });
});

Deno.test("assign() assigns no topic to a member that does not want it", () => {
  assert.deepEqual(given({ one: ["c"], two: ["a", "c"] }), {
    one: ["c1"],
    two: ["a0", "a1", "a2", "c0"],
  });
});
