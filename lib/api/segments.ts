/** A range of time, in microseconds since 1970; the end is not in it. */
export interface Range {
  from: number;
  to: number;
}

/** A range in parts: whole minutes that a view has, and what is read from the table itself. */
export interface Segments {
  /** Undefined if no whole minute is in the view. */
  minutes: Range | undefined;
  /** At most two, neither empty. */
  edges: Range[];
}

const MINUTE = 60e6;

/**
 * Divides a range.
 *
 * @param viewEnd Up to which moment the view can be used; undefined if it cannot.
 */
export function segmentsOf({ from, to }: Range, viewEnd: number | undefined): Segments {
  const first = Math.ceil(from / MINUTE) * MINUTE;
  const last = Math.floor(Math.min(to, viewEnd ?? -Infinity) / MINUTE) * MINUTE;
  const filled = ({ from, to }: Range) => from < to;
  if (!(first < last)) return { minutes: undefined, edges: [{ from, to }].filter(filled) };
  const edges = [{ from, to: first }, { from: last, to }].filter(filled);
  return { minutes: { from: first, to: last }, edges };
}
