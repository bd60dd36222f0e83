import { type GuardOptions, guardTable } from "../questdb/table_guard.ts";
import { openWriter } from "../questdb/writer.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { firstBytes } from "../streams/rejection.ts";
import type { RecordOf } from "../streams/stream.ts";
import { printable } from "../terminal_text.ts";
import { isoSeconds } from "../time.ts";
import { ensureReasonsView } from "./letter_table.ts";
import type { Store } from "./store.ts";

/** A row of the table `dead_letters`. */
export type LetterRow = RecordOf<typeof deadLetters>;

/** Writes rows into `dead_letters`; none is lost. */
export interface LetterWriter {
  /** Adds a row. @returns Whether the batch is full and must be flushed. */
  add(row: LetterRow): boolean;
  /**
   * Resolves when every row is acknowledged, in a simpler form if QuestDB refuses the first one.
   *
   * @throws {Error} QuestDB refuses a row in every form.
   */
  flush(): Promise<void>;
  /** Rows added and not yet sent. */
  readonly pending: number;
}

/** Forms of a row, from whole to bare: QuestDB takes no NUL in a symbol and no time before 1970. */
const FORMS: ((row: LetterRow) => LetterRow)[] = [(row) => row, plain, bare];

/** Opens a writer for `dead_letters`, whose table and view of reasons are created if they are missing. */
export async function openLetterWriter(
  { db, transport }: Store,
  options: GuardOptions = {},
): Promise<LetterWriter> {
  await ensureReasonsView(db, { onWarning: () => {} }); // only the help of replay refers to it
  const guard = await guardTable(db, deadLetters, options);
  const refused: { row: LetterRow; form: number }[] = [];
  const rows = openWriter<{ row: LetterRow; form: number }>(transport, {
    stream: deadLetters,
    guard,
  }, {
    onBatch(_, list) {
      for (const { origin: { row, form }, reason } of list) {
        if (form + 1 === FORMS.length) {
          throw new Error(
            `Cannot store the dead letter of ${row.source}:${row.line}: QuestDB refuses it: ${reason}`,
          );
        }
        refused.push({ row, form: form + 1 });
      }
    },
  });
  const add = (row: LetterRow, form: number) => rows.add(FORMS[form]!(row), { row, form });
  return {
    add: (row) => add(row, 0),
    async flush() {
      do {
        for (const { row, form } of refused.splice(0)) add(row, form);
        await rows.flush();
      } while (refused.length > 0);
    },
    get pending() {
      return rows.pending;
    },
  };
}

/** The row with everything that is not printable escaped, and 1970 as its earliest time. */
function plain({ line, ...row }: LetterRow): LetterRow {
  const text = (value: string | null | undefined) => value == null ? null : printable(value);
  return {
    line,
    time: isoSeconds(row.time) >= 0 ? row.time : "1970-01-01T00:00:00.000Z",
    stream: printable(row.stream),
    source: printable(row.source),
    field: text(row.field),
    value: text(row.value),
    reason: printable(row.reason),
    record: text(row.record),
    attempts: row.attempts ?? 0,
    replayed: row.replayed ?? null,
  };
}

/** The row without the texts that came from outside, except the start of its source. */
function bare(row: LetterRow): LetterRow {
  const { time, stream, source, line, attempts, replayed } = plain(row);
  const reason = "its reason and its record cannot be stored";
  return {
    time,
    stream,
    source: firstBytes(source),
    line,
    field: null,
    value: null,
    reason,
    record: null,
    attempts,
    replayed,
  };
}
