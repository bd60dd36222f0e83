import assert from "node:assert/strict";
import { joinAddress, splitAddress } from "./address.ts";

for (
  const [address, hostname, port] of [
    ["127.0.0.1:19092", "127.0.0.1", 19092],
    ["broker", "broker", 7],
    ["[::1]:9000", "::1", 9000],
    ["[::1]", "::1", 7],
    ["::1", "::1", 7],
  ] as const
) {
  Deno.test(`splitAddress() reads ${address}`, () => {
    assert.deepEqual(splitAddress(address, 7), { hostname, port });
  });
}

Deno.test("joinAddress() is the opposite of splitAddress()", () => {
  for (const address of ["127.0.0.1:1", "broker:9092", "[::1]:9000"]) {
    const { hostname, port } = splitAddress(address, 7);
    assert.equal(joinAddress(hostname, port), address);
  }
});
