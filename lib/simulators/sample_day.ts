/** The day of all bundled samples, so that charts of them line up. */

/** A Wednesday. */
export const SAMPLE_DAY = "2026-05-13";
export const SAMPLE_SEED = 1;

/** When the day starts, in milliseconds since 1970. */
export const SAMPLE_MIDNIGHT = Date.parse(`${SAMPLE_DAY}T00:00:00Z`);

/**
 * The records before an end time. They must be in time order.
 *
 * @param options `field` holds the ISO time; `end` is in milliseconds since 1970.
 */
export function* before<T extends Record<K, unknown>, K extends string>(
  records: Iterable<T>,
  { field, end }: { field: K; end: number },
): Generator<T> {
  for (const record of records) {
    if (Date.parse(String(record[field])) >= end) return;
    yield record;
  }
}
