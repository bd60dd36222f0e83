import type { Row } from "../../questdb/answer.ts";
import { type Profile, profileOf } from "../../questdb/profile.ts";
import { QueryRefusedError, withoutPlace } from "../../questdb/query_error.ts";
import { isQuery } from "../../questdb/sql_template.ts";
import { withQuestdb } from "../query/engine.ts";
import { profileRows } from "../query/profile_rows.ts";
import { originOf } from "../query/rows_origin.ts";
import { listRows } from "../query/list_rows.ts";
import { explained } from "../query/run_query.ts";
import { isFrame } from "../frame/frame_like.ts";
import { fromClause, type TableLike, type TableReference } from "../query/table_like.ts";
import { typesOf } from "../query/types_of.ts";
import { whyEmpty } from "../query/why_empty.ts";
import { signalOf } from "../stop.ts";
import { DISPLAY, type Displayable, displayable } from "./bundle.ts";
import { profileBundle } from "./profile_bundle.ts";

/** Options for {@linkcode describe}. */
export interface DescribeOptions {
  /**
   * With more rows than this, quartiles, distinct and top values come from the last ones.
   * @default 100000
   */
  sample?: number;
  /** Ends the queries, as Stop does. */
  signal?: AbortSignal;
}

/** A profile that shows itself; `await` it for the figures. */
export interface Description extends Displayable, PromiseLike<Profile> {}

interface DescribedTable {
  profile: Profile;
  /** The text of the query, if there is one. */
  text?: string | undefined;
}

/**
 * Describes every column of rows, a query, a stream or a table: type, nulls, distinct values, range,
 * quartiles, mean, top values and a small histogram. The database does the work, except for rows.
 */
export function describe(source: TableLike, options: DescribeOptions = {}): Description {
  let made: Promise<DescribedTable> | undefined;
  const profiled = () => made ??= profile(source, options);
  return {
    ...displayable(async () => bundleOf(await profiled())),
    then: (done, failed) => profiled().then(shown).then(done, failed),
  };
}

/** The profile, which still shows itself after it was awaited. */
function shown(profiled: DescribedTable): Profile {
  const value = () => bundleOf(profiled);
  return Object.defineProperty(profiled.profile, DISPLAY, { value, enumerable: false });
}

async function bundleOf({ profile, text }: DescribedTable) {
  return profileBundle(profile, profile.rows === 0 ? await whyEmpty(text) : undefined);
}

async function profile(source: TableLike, options: DescribeOptions): Promise<DescribedTable> {
  if (Array.isArray(source) || isFrame(source)) {
    const rows = isFrame(source) ? source.objects() as Row[] : listRows(source);
    const origin = originOf(rows);
    return { profile: profileRows(rows, origin?.columns ?? typesOf(rows)), text: origin?.text };
  }
  const { sample = 100_000 } = options;
  const signal = signalOf(options.signal);
  return await withQuestdb(async (at) => {
    const asked = await fromClause(source as TableReference, at);
    const { from, text } = asked;
    try {
      return { text, profile: await profileOf(at.endpoint, from, { sample, signal }) };
    } catch (error) {
      if (!isQuery(source)) return await explained(at, asked, withoutPlace(error));
      if (!(error instanceof QueryRefusedError)) throw error;
      // It is asked as it stands: it cannot be a part of another query, or has an error of its own.
      return await profile((await source) as readonly Row[], options);
    }
  });
}
