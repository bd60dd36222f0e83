/** The lowest offset of some records in each partition: where reading begins to see them all again. */
export type LowestOffsets = Map<number, number>;

/** Notes a record, or the lowest of several. */
export function noteOffset(lowest: LowestOffsets, partition: number, offset: number): void {
  const known = lowest.get(partition);
  if (known === undefined || offset < known) lowest.set(partition, offset);
}

/** Notes what others have noted: pairs of partition and offset. */
export function noteOffsets(
  lowest: LowestOffsets,
  others: Iterable<readonly [number, number]>,
): void {
  for (const [partition, offset] of others) noteOffset(lowest, partition, offset);
}
