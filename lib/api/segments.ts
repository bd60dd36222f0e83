/** A range of time, in microseconds since 1970; the end is not in it. */
export interface Range {
  from: number;
  to: number;
}

/** A range without any moment. */
export const NOTHING: Range = { from: 0, to: 0 };

/** A range in parts: whole slices that a view has, and what is read from the table itself. */
export interface Segments {
  /** Undefined if no whole slice is in the view. */
  whole: Range | undefined;
  /** At most two, neither empty. */
  edges: Range[];
}

/**
 * Divides a range.
 *
 * @param viewEnd Up to which moment the view can be used; undefined if it cannot.
 * @param slice Length of the view's slices, in microseconds.
 */
export function segmentsOf(
  { from, to }: Range,
  viewEnd: number | undefined,
  slice: number,
): Segments {
  const first = Math.ceil(from / slice) * slice;
  const last = Math.floor(Math.min(to, viewEnd ?? -Infinity) / slice) * slice;
  const filled = ({ from, to }: Range) => from < to;
  if (!(first < last)) return { whole: undefined, edges: [{ from, to }].filter(filled) };
  const edges = [{ from, to: first }, { from: last, to }].filter(filled);
  return { whole: { from: first, to: last }, edges };
}
