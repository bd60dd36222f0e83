import { namespacePrefix } from "../config.ts";
import { describeBadRecord } from "../errors.ts";
import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";
import { formatTable } from "../table.ts";
import { printable } from "../terminal_text.ts";
import { REASONS_VIEW } from "./letter_table.ts";
import type { OpenLetter } from "./replay_letters.ts";
import type { ReplayResult } from "./replay_run.ts";

/** How many letters of a kind are shown; the rest are only counted. */
const SHOWN = 5;

/** Options for {@linkcode replayReport}. */
export interface ReplayReportOptions {
  json: boolean;
  dryRun: boolean;
  maxAttempts: number;
  /** Called with each line for standard error. */
  log: (line: string) => void;
  /** Called with the reason of a failure. @default console.error */
  fail?: (line: string) => void;
  /** Put before names of tables: the namespace with its underscore. @default this process's */
  prefix?: string;
}

/** Tells a person about a replay: letters that cannot be sent, the summary, and why it failed. */
export function replayReport(stream: Stream, options: ReplayReportOptions) {
  const { json, dryRun, maxAttempts, log, fail = console.error } = options;
  const { prefix = namespacePrefix() } = options;
  const reasons = new Map<string, number>();
  const shown = new Map<string, number>();
  function show(kind: string, text: string): void {
    const count = (shown.get(kind) ?? 0) + 1;
    shown.set(kind, count);
    if (count <= SHOWN) log(`${kind}: ${printable(text)}`);
    else if (count === SHOWN + 1) log(`${kind}: further ones are only counted`);
  }
  return {
    /** The callbacks of the run. */
    calls: {
      onChosen({ row: { field, reason } }: OpenLetter): void {
        const text = `${field ?? ""} ${reason}`.trim();
        reasons.set(text, (reasons.get(text) ?? 0) + 1);
      },
      onUnreplayable({ row }: OpenLetter, why: string): void {
        const { source, line, field, reason } = row;
        show(
          "unreplayable",
          `${describeBadRecord({ source, line, field: field ?? "", value: "", reason })}: ${why}`,
        );
      },
      onBad: (rejection: Rejection): void => show("refused again", describeBadRecord(rejection)),
    },
    /** The text for standard output. */
    summary(result: ReplayResult & { seconds: number }): string {
      const counts = { stream: stream.name, ...result };
      const byReason = [...reasons].map(([reason, letters]) => ({ reason, letters }))
        .sort((a, b) => b.letters - a.letters);
      if (json) return JSON.stringify(dryRun ? { ...counts, dryRun, reasons: byReason } : counts);
      const table = formatTable([counts]);
      return dryRun && byReason.length > 0 ? `${formatTable(byReason)}\n\n${table}` : table;
    },
    /** The exit code: 1, with the reason, if there are open letters and none of them could be used. */
    verdict(result: ReplayResult): number {
      const { letters, replayed, exhausted, unreplayable, stored, deadLetteredAgain } = result;
      if (letters === 0) log(`No open dead letters in ${stream.name}`);
      if (exhausted > 0) {
        log(`${exhausted} kept: sent again ${maxAttempts} times already (--max-attempts)`);
      }
      const missing = stored === null ? 0 : replayed - stored - deadLetteredAgain!;
      if (missing > 0) {
        fail(
          `error: ${missing} of ${replayed} records that were sent again are not in the table ` +
            `${prefix}${stream.name}: it was dropped or changed meanwhile. Ingest their source again`,
        );
        return 1;
      }
      if (letters === 0 || replayed > 0 && stored !== 0) return 0;
      const why = replayed > 0
        ? `all ${replayed} were refused again; see deno task sql 'select * from ${prefix}${REASONS_VIEW}'`
        : exhausted + unreplayable > 0
        ? `${unreplayable} unreplayable, ${exhausted} sent ${maxAttempts} times already`
        : `none of ${letters} open letters fits; see deno task replay ${stream.name} --dry-run`;
      fail(`error: Nothing ${dryRun ? "to replay" : "replayed"}: ${why}`);
      return 1;
    },
  };
}
