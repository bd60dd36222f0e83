import { describeBadRecord } from "../errors.ts";
import { openProgress } from "../progress.ts";
import type { Account } from "./account.ts";
import type { Undelivered } from "./dead_letter.ts";

/** Bad records that are shown one by one; the rest is counted. */
const SHOWN = 5;

/** What a person sees of a run on standard error. */
export function watch({ signal }: { signal?: AbortSignal } = {}) {
  const progress = openProgress(signal ? { signal } : {});
  let bad = 0;
  let firstBad: Undelivered | undefined;
  return {
    log: progress.log,
    done: progress.done,
    onChange({ stream, read, published, stored }: Account, share?: number) {
      progress.update(stream, read, share === undefined ? undefined : { share });
      if (stored !== null) progress.update(`${stream} stored`, stored, published);
    },
    onBad(letter: Undelivered) {
      firstBad ??= letter;
      if (++bad <= SHOWN) progress.log(`rejected: ${describeBadRecord(letter)}`);
      if (bad === SHOWN) {
        progress.log(
          "rejected: further ones are counted; see deno task sql 'select * from dead_letters'",
        );
      }
    },
    /** The exit code: 1, with the reason, where records were read and none could be used, or none were read. */
    verdict(accounts: Account[]): number {
      const sum = (field: "read" | "published") =>
        accounts.reduce((n, account) => n + account[field], 0);
      if (sum("published") > 0 || signal?.aborted) return 0;
      console.error(
        sum("read") === 0
          ? "error: Nothing ingested: the source holds no records"
          : `error: Nothing ingested: all ${sum("read")} records were rejected, the first: ${
            describeBadRecord(firstBad!)
          }`,
      );
      return 1;
    },
  };
}
