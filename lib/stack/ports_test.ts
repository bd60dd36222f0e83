import assert from "node:assert/strict";
import { choosePorts, isFree, portHolder } from "./ports.ts";
import { PREFERRED_PORTS } from "./state.ts";

const NAMES = ["kafka", "http"] as const;

Deno.test("choosePorts() prefers the ports that people expect", async () => {
  assert.deepEqual(await choosePorts([...NAMES], { free: () => true }), {
    kafka: 9092,
    http: 9000,
  });
});

Deno.test("choosePorts() keeps the ports that the engines had before", async () => {
  const remembered = { ...PREFERRED_PORTS, kafka: 29092 };
  const chosen = await choosePorts([...NAMES], { remembered, free: () => true });
  assert.deepEqual(chosen, { kafka: 29092, http: 9000 });
});

Deno.test("choosePorts() passes by ports that are taken and says so", async () => {
  const lines: string[] = [];
  const chosen = await choosePorts([...NAMES], {
    free: (port) => ![9092, 19092].includes(port),
    log: (line) => lines.push(line),
    dir: "/a",
  });
  assert.equal(chosen.http, 9000);
  assert.match(String(chosen.kafka), /^[2-5]\d092$/);
  assert.deepEqual(lines.map((line) => line.replace(/by .*;/, "by …;")), [
    `Port 9092 (kafka) is held by …; taking ${chosen.kafka} instead`,
  ]);
});

Deno.test("choosePorts() sends stacks side by side to different ports", async () => {
  const free = (port: number) => port !== 9092;
  const log = () => {};
  const [a, again, b] = await Promise.all(
    ["/a/.stack", "/a/.stack", "/b/.stack"].map((dir) =>
      choosePorts(["kafka"], { free, log, dir })
    ),
  );
  assert.deepEqual(a, again);
  assert.notDeepEqual(a, b);
});

Deno.test("choosePorts() throws where every candidate is taken", async () => {
  await assert.rejects(choosePorts(["pg"], { free: () => false }), /8812 and 40 others/);
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
