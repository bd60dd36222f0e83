import { smartMeters } from "../../../lib/feeds/mod.ts";
import type { PanelContext } from "../../define_page.ts";

/** A meter is silent when it has missed this many of its readings. */
export const MISSED = 3;
/** Milliseconds before the end in which a meter must have sent: later it is taken for gone. */
export const DAY = 86_400_000;
/** Meters that are listed. */
const MOST = 20;

/**
 * Meters that have sent nothing for longer than {@linkcode MISSED} times their usual distance of two readings,
 * which is the mean of the day before the end; of meters with one reading only, that of the others. The
 * longest silence first.
 */
export function silentMeters({ sql, to }: PanelContext): PromiseLike<readonly object[]> {
  const silent = sql`datediff('T', newest, ${to})`;
  return sql`
    with meters as (
      select device_id, last(mark_model) mark_model, last(status) status, max(timestamp) newest,
        count() readings, datediff('u', min(timestamp), max(timestamp)) / 1000 / (count() - 1.0) gap
      from ${smartMeters} where timestamp >= ${new Date(+to - DAY)} and timestamp < ${to})
    select device_id, mark_model, status, newest, readings, coalesce(gap, usual) usual,
      ${silent} silent
    from meters cross join (select avg(gap) usual from meters)
    where ${silent} > ${MISSED} * coalesce(gap, usual)
    order by newest, device_id limit ${MOST}`;
}
