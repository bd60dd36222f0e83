import assert from "node:assert/strict";
import { portsOf, readState, type State, writeState } from "./state.ts";
import { withTempDir } from "./testing.ts";

const PORTS = { kafka: 9092, controller: 9093, http: 9000, pg: 8812, ilp: 9009, metrics: 9003 };
const STATE: State = { mode: "java", ports: PORTS, versions: { kafka: "4.1.2" } };

Deno.test("readState() returns what writeState() wrote, and undefined before", () =>
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

Deno.test("readState() reads a state that has no versions, as up once wrote it", () =>
  withTempDir(async (dir) => {
    const old = { mode: "docker", ports: PORTS, kafkaVersion: "4.1.2" };
    await Deno.writeTextFile(`${dir}/state.json`, JSON.stringify(old));
    assert.deepEqual(await readState(dir), { mode: "docker", ports: PORTS, versions: {} });
  }));

Deno.test("portsOf() is undefined if a port is missing", () => {
  const ports = { http: 1, pg: 2 };
  assert.deepEqual(portsOf({ ports }, PORTS), { http: 9000, pg: 8812 });
  assert.equal(portsOf({ ports }, { http: 9000 }), undefined);
  assert.equal(portsOf({ ports }), undefined);
});
