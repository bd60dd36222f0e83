import type { PanelContext } from "../../define_page.ts";

/**
 * Asks for the totals of the period and of the one before it, which has the same length: a row with
 * each column twice, as `events` and `events_before`.
 *
 * @param ask The query of a range, `to` exclusive; it returns one row.
 * @param count The column that counts the rows. If there are none in both periods there are no totals
 * either, so that the panel can offer older ones.
 */
export async function withBefore(
  { from, to }: Pick<PanelContext, "from" | "to">,
  ask: (range: { from: Date; to: Date }) => PromiseLike<readonly Record<string, unknown>[]>,
  count: string,
): Promise<Record<string, unknown>[]> {
  const earlier = new Date(2 * +from - +to);
  const [[now = {}], [before = {}]] = await Promise.all([
    ask({ from, to }),
    ask({ from: earlier, to: from }),
  ]);
  if (!now[count] && !before[count]) return [];
  const past = Object.entries(before).map(([name, value]) => [`${name}_before`, value]);
  return [{ ...now, ...Object.fromEntries(past) }];
}
