import assert from "node:assert/strict";
import { engines } from "../engines/mod.ts";
import { choosePorts, isFree, isSuitable, portHolder } from "./ports.ts";

const PORTS = { kafka: 9092, http: 9000 };

Deno.test("choosePorts() prefers the ports that people expect", async () => {
  assert.deepEqual(await choosePorts(PORTS, { free: () => true }), {
    kafka: 9092,
    http: 9000,
  });
});

Deno.test("choosePorts() keeps the ports that the engines had before", async () => {
  const remembered = { ...PORTS, kafka: 29092 };
  const chosen = await choosePorts(PORTS, { remembered, free: () => true });
  assert.deepEqual(chosen, { kafka: 29092, http: 9000 });
});

Deno.test("choosePorts() avoids ports that are taken and says so", async () => {
  const lines: string[] = [];
  const chosen = await choosePorts(PORTS, {
    free: (port) => ![9092, 19092].includes(port),
    log: (line) => lines.push(line),
    dir: "/a",
  });
  assert.equal(chosen.http, 9000);
  assert.match(String(chosen.kafka), /^[123]?\d[05]92$/);
  assert.deepEqual(lines.map((line) => line.replace(/by .*;/, "by …;")), [
    `Port 9092 (kafka) is held by …; taking ${chosen.kafka} instead`,
  ]);
});

Deno.test("choosePorts() sends stacks side by side to different ports", async () => {
  const free = (port: number) => port !== 9092;
  const log = () => {};
  const [a, again, b] = await Promise.all(
    ["/a/.stack", "/a/.stack", "/b/.stack"].map((dir) =>
      choosePorts({ kafka: 9092 }, { free, log, dir })
    ),
  );
  assert.deepEqual(a, again);
  assert.notDeepEqual(a, b);
});

Deno.test("choosePorts() takes no port of outgoing connections, and none that browsers refuse", async () => {
  const preferred = Object.assign({}, ...engines.map(({ ports }) => ports), { near: 9580 });
  const refused: number[] = [];
  const free = (port: number) => {
    refused.push(port);
    return false;
  };
  for (const dir of ["/a/.stack", "/b/.stack", "/c"]) {
    for (const [name, first] of Object.entries<number>(preferred)) {
      refused.length = 0;
      await assert.rejects(choosePorts({ [name]: first }, { free, dir }));
      assert.ok(new Set(refused).size > 40, name);
      for (const port of refused) {
        assert.ok(port > 1023 && port < 32_768 && ![6000, 10_080].includes(port), String(port));
      }
    }
  }
});

Deno.test("choosePorts() gives up a remembered port of outgoing connections", async () => {
  const lines: string[] = [];
  const chosen = await choosePorts({ kafka: 9092 }, {
    remembered: { kafka: 49_092 },
    free: () => true,
    log: (line) => lines.push(line),
  });
  assert.deepEqual(chosen, { kafka: 9092 });
  assert.match(lines[0]!, /^Port 49092 \(kafka\) is one .* outgoing connections; taking 9092/);
});

Deno.test("engines prefer ports that they may have", () => {
  for (const { ports } of engines) {
    for (const port of Object.values<number>(ports)) assert.ok(isSuitable(port));
  }
});

Deno.test("choosePorts() throws if every candidate is taken", async () => {
  await assert.rejects(choosePorts({ pg: 8812 }, { free: () => false }), /8812 and 44 others/);
});

for (const hostname of ["127.0.0.1", "0.0.0.0"]) {
  Deno.test(`isFree() and portHolder() see a listener on ${hostname}`, async () => {
    const listener = Deno.listen({ hostname, port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    try {
      assert.equal(isFree(port), false);
      assert.match(await portHolder(port), new RegExp(`\\(process ${Deno.pid}\\)$`));
    } finally {
      listener.close();
    }
    assert.equal(isFree(port), true);
  });
}
