/** The longest wait between two records, in milliseconds: the portal's trips are 15 minutes apart. */
const LONGEST_GAP = 15 * 60_000;
/** A wait of more than this many milliseconds is announced. */
const LONG = 10_000;

/** When records are due that are replayed by their own times. Times are in milliseconds since 1970. */
export interface OwnTimes {
  /** The latest time that was waited for; NaN before the first. */
  readonly latest: number;
  /**
   * When the record of a time is due, in milliseconds after the first one.
   *
   * @param time NaN for a record without a valid time, which is due at once.
   * @param next The time of the record after it; NaN if it is not known.
   */
  dueAt(time: number, next: number): number;
}

/**
 * Follows the times of records. No wait is longer than 15 minutes, and a record that is alone in the
 * future, as by a typo in its year, is not waited for: the one after it is nearer to those before.
 *
 * @param options `speed`: times as fast as the records. `log`: called with a sentence before a long wait.
 */
export function ownTimes(
  { speed, log = () => {} }: { speed: number; log?: ((line: string) => void) | undefined },
): OwnTimes {
  let due = 0, latest = NaN;
  return {
    get latest() {
      return latest;
    },
    dueAt(time, next) {
      if (isNaN(latest)) latest = time;
      const gap = (time - latest) / speed;
      if (!(gap > 0)) return due;
      if (gap > LONG && Math.abs(next - latest) < time - next) return due;
      const wait = Math.min(gap, LONGEST_GAP);
      if (gap > LONG) {
        const most = gap > wait ? `at most ${seconds(wait)} s instead of ` : "";
        log(
          `Waiting ${most}${seconds(gap)} s (--speed ${speed}): ` +
            `the next record is of ${shown(time)}, the one before it of ${shown(latest)}`,
        );
      }
      due += wait;
      latest = time;
      return due;
    },
  };
}

function seconds(milliseconds: number): string {
  return Math.round(milliseconds / 1000).toLocaleString("en");
}

function shown(time: number): string {
  const date = new Date(time);
  return isNaN(date.getTime()) ? String(time) : date.toISOString();
}
