/**
 * How busy the machine is, for bounds of time in tests: 1 if each core has at most one process that
 * wants it, n if it has n.
 */
export function busy(): number {
  return Math.max(1, Deno.loadavg()[0]! / navigator.hardwareConcurrency);
}
