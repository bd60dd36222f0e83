import assert from "node:assert/strict";
import { kernelRatios, kernelTable, type KernelTimings } from "./kernels.ts";

const timings = (ms: number, library?: number): KernelTimings => ({
  ready: ms,
  one: [ms, ms],
  library,
  first: ms,
  warm: ms,
  complete: [ms, 2 * ms, 3 * ms],
  inspect: [ms],
  megabytes: { kernel: 100 },
});

Deno.test("a table has medians, and ratios compare with each peer", () => {
  const all = new Map([["ours", [timings(10, 600), timings(30, 800)]], ["peer", [timings(40)]]]);
  const [ours, peer] = kernelTable(all);
  assert.equal(ours!.ready, 20);
  assert.equal(ours!["import of the library"], 700);
  assert.equal(ours!["completion, p95"], "30 / 90");
  assert.equal(peer!["import of the library"], undefined);
  assert.deepEqual(kernelRatios(all), [{
    "our time as a multiple of": "peer",
    ready: 0.5,
    "1+1": 0.5,
    "import of the library": undefined,
    completion: 0.38,
    inspection: 0.5,
  }]);
});
