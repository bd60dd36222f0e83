import { createHash } from "node:crypto";

/** Number of events remembered, because polls overlap: 33 full polls. */
const REMEMBERED = 10_000;

/** An item of a poll and its position in the list, from 1. */
export interface PolledItem {
  item: unknown;
  line: number;
}

/** Selects the items whose keys were not seen before, oldest first, and remembers the keys. */
export function sift(
  items: unknown[],
  { keys, seen }: { keys: readonly string[]; seen: Set<string> },
): PolledItem[] {
  const unseen: PolledItem[] = [];
  for (const [i, item] of items.entries()) {
    if (seen.has(keys[i]!)) continue;
    seen.add(keys[i]!);
    unseen.push({ item, line: i + 1 });
  }
  for (const key of seen) {
    if (seen.size <= REMEMBERED) break;
    seen.delete(key);
  }
  const time = ({ item }: PolledItem) =>
    String((item as { created_at?: unknown })?.created_at ?? "");
  // Reversed first, so that within the same second the older event comes first.
  return unseen.reverse().sort((a, b) => time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0);
}

/** The event's id, or a hash of an event without one: else it would be rejected at every poll. */
export function keyOf(item: unknown): string {
  const id = (item as { id?: unknown } | null)?.id;
  if (typeof id === "string" || typeof id === "number") return String(id);
  return createHash("sha256").update(JSON.stringify(item)).digest("base64");
}
