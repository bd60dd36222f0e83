import { namespacePrefix } from "../config.ts";
import { describeBadRecord } from "../errors.ts";
import { openProgress, type Progress } from "../progress.ts";
import type { Account } from "../processing/account.ts";
import { unknownFieldWarning } from "../processing/unknown_fields.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import type { Rejection } from "../streams/rejection.ts";
import type { Stream } from "../streams/stream.ts";

/** How many bad records are shown; the rest are only counted. */
const SHOWN = 5;

/** Options for {@linkcode watch}. */
export interface WatchOptions {
  signal?: AbortSignal;
  /** Where progress and rejected records are shown. @default standard error */
  progress?: Progress;
  /** Called with the reason of a failure. @default console.error */
  fail?: (line: string) => void;
  /** Put before table names: the namespace with its underscore. @default this process's */
  prefix?: string;
}

/** Shows a run on standard error: its progress, bad records, and why it failed. */
export function watch(options: WatchOptions = {}) {
  const { signal, progress = openProgress(signal ? { signal } : {}) } = options;
  const { fail = console.error, prefix = namespacePrefix() } = options;
  const letters = `${prefix}${deadLetters.name}`;
  let bad = 0;
  let firstBad: Rejection | undefined;
  return {
    log: progress.log,
    done: progress.done,
    onChange({ stream, published, stored }: Account, share?: number) {
      progress.update(stream, published, share === undefined ? undefined : { share });
      if (stored !== null) progress.update(`${stream} stored`, stored, published);
    },
    onBad(rejection: Rejection) {
      firstBad ??= rejection;
      if (++bad <= SHOWN) progress.log(`rejected: ${describeBadRecord(rejection)}`);
      else if (bad === SHOWN + 1) {
        progress.log(
          `rejected: further bad records are only counted; see deno task sql 'select * from ${letters}'`,
        );
      }
    },
    onUnknown(stream: Stream, name: string | undefined) {
      progress.log(unknownFieldWarning(stream, name));
    },
    /**
     * The exit code: 1, with the reason, if no records were read, none of them could be used, or
     * fewer are stored than were published.
     *
     * @param derived What flows made of them: without a published one, nothing of them is missed.
     */
    verdict(accounts: readonly Account[], derived: readonly Account[] = []): number {
      if (signal?.aborted) return 0;
      const missing = [...accounts, ...derived].filter((account) => missingOf(account) > 0);
      for (const account of missing) {
        const { stream, published } = account;
        fail(
          `error: ${missingOf(account)} of ${published} published records are not in the table ` +
            `${prefix}${stream}: it was dropped or changed meanwhile. Run the same command again`,
        );
      }
      if (missing.length > 0) return 1;
      const sum = (field: "read" | "published") =>
        accounts.reduce((n, account) => n + account[field], 0);
      if (sum("published") > 0) return 0;
      const read = sum("read");
      const all = read === 1
        ? "the only record was rejected"
        : `all ${read} records were rejected, the first`;
      const reason = read === 0
        ? "the source holds no records"
        : `${all}: ${describeBadRecord(firstBad!)}`;
      fail(`error: Nothing ingested: ${reason}`);
      return 1;
    },
  };
}

/** Published records that are neither stored nor dead letters. */
function missingOf({ published, rejected, stored, deadLettered }: Account): number {
  return stored === null ? 0 : published - stored - (deadLettered - rejected);
}
