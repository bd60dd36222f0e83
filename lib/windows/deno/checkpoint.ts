/**
 * How far a window had come when it last wrote its output. The state itself is not in it: it comes back by
 * reading the records of the open windows once more.
 */

/** A checkpoint: written, and acknowledged, before the output that it speaks of. */
export interface Checkpoint {
  /** Per partition: where reading begins to bring the state back, the next offset to be counted, the newest time. */
  partitions: { partition: number; from: number; next: number; newest: number | null }[];
  /** The watermark; windows up to `written` are in the output, those after it up to here may be. */
  watermark: number | null;
  /** The watermark up to which the output has acknowledged all windows. */
  written: number | null;
  /** Late records since the checkpoint before, which the output may not have yet: partition and offset. */
  late: [number, number][];
  /**
   * Records since the checkpoint before that were counted when some of their windows had closed:
   * partition, offset, and up to when windows had closed.
   */
  partlyLate: [number, number, number][];
}
