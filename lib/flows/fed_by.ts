import type { Stream } from "../streams/stream.ts";
import type { Flow } from "./define.ts";

/** The flows that read one of these streams, or what such a flow writes, in the order in which they follow each other. */
export function flowsFedBy(streams: readonly Stream[], flows: readonly Flow[]): Flow[] {
  const names = new Set(streams.map(({ name }) => name));
  const found: Flow[] = [];
  for (;;) {
    const next = flows.find((flow) =>
      !found.includes(flow) && flow.inputs.some(({ from }) => names.has(from.name))
    );
    if (!next) return found;
    found.push(next);
    names.add(next.to.name);
  }
}
