import assert from "node:assert/strict";
import { PREFERRED_PORTS, readState, type State, writeState } from "./state.ts";
import { withTempDir } from "./testing.ts";

const STATE: State = { mode: "java", ports: PREFERRED_PORTS, kafkaVersion: "4.1.2" };

Deno.test("readState() gives what writeState() wrote, and undefined before", () =>
  withTempDir(async (temp) => {
    const dir = `${temp}/made/when/needed`;
    assert.equal(await readState(dir), undefined);
    await writeState(STATE, dir);
    assert.deepEqual(await readState(dir), STATE);
  }));

for (
  const [what, text] of [
    ["cut short", '{"mode": "java", "po'],
    ["of another shape", '{"mode": "java", "ports": {"kafka": "9092"}}'],
    ["null", "null"],
    ["of an unknown mode", JSON.stringify({ ...STATE, mode: "podman" })],
  ] as const
) {
  Deno.test(`readState() does without a state that is ${what}`, () =>
    withTempDir(async (dir) => {
      await Deno.writeTextFile(`${dir}/state.json`, text);
      assert.equal(await readState(dir), undefined);
    }));
}
