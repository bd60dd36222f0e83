import TinyQueue from "tinyqueue";
import { partitionOf } from "../../kafka/write/partitioner.ts";
import { type Random, seeded } from "../../random.ts";
import { simulate, type SimulatorOptions, startOf } from "../../simulators/simulator.ts";
import { uuid } from "../../simulators/uuid.ts";
import type { Source } from "../../sources/source.ts";
import { isoMillis } from "../../time.ts";
import { PAYERS } from "./payers.ts";
import { type Transaction, transactions } from "./transactions.ts";

/** How untidy the simulated transactions are. */
export interface Untidiness {
  /** Milliseconds of event time from one transaction to the next. @default 30 */
  gap?: number | undefined;
  /** Each transaction comes up to this many milliseconds of event time late. @default 0 */
  disorder?: number | undefined;
  /** Share of transactions that come a second time, 0 to 1. @default 0 */
  duplicates?: number | undefined;
  /** A partition whose users pay nothing. @default none */
  idle?: number | undefined;
}

/** A transaction that is on its way. */
interface Sent {
  /** Milliseconds of event time at which it comes. */
  due: number;
  transaction: Transaction;
}

/**
 * Transactions of ten users, who are equally likely, half of them paid; see {@linkcode Untidiness}. A
 * record's time is its own: out of order, the times are, not the clock that they come by.
 *
 * @throws {RangeError} An option is out of its range.
 */
export function simulateTransactions(options: SimulatorOptions & Untidiness): Source {
  const { gap = 30, disorder = 0, duplicates = 0, idle } = options;
  const start = startOf(options);
  if (!(gap >= 1)) throw new RangeError(`Cannot use a gap of ${gap} ms: the least is 1 ms`);
  if (!(duplicates >= 0 && duplicates <= 1)) {
    throw new RangeError(`Cannot repeat a share of ${duplicates}: it is 0 to 1`);
  }
  const { partitions, name } = transactions;
  if (idle !== undefined && !(idle in Array.from({ length: partitions }))) {
    throw new RangeError(`Cannot leave partition ${idle} idle: there are 0 to ${partitions - 1}`);
  }
  const payers = PAYERS.filter(({ id }) => partitionOf(id, partitions) !== idle);
  const records = arrivals(
    sent(seeded(options.seed), { start, gap, payers, disorder, duplicates }),
  );
  return simulate({ stream: transactions, name, records }, options);
}

/** All that is sent, by event time: each transaction is followed by its copy, if it has one. */
function* sent(
  random: Random,
  { start, gap, payers, disorder, duplicates }: {
    start: number;
    gap: number;
    payers: typeof PAYERS;
    disorder: number;
    duplicates: number;
  },
): Generator<Sent & { at: number }> {
  for (let at = start;; at += gap) {
    const { id, pays } = random.pick(payers);
    const transaction: Transaction = {
      event_timestamp: isoMillis(Math.floor(at)),
      user_id: id,
      transaction_id: uuid(random),
      total_paid: pays,
      status: random.pick(["Paid", "Refused"]),
    };
    const due = () => at + disorder * random.next();
    yield { at, due: due(), transaction };
    if (random.next() < duplicates) yield { at, due: due(), transaction };
  }
}

/** In the order in which they come. */
function* arrivals(all: Iterable<Sent & { at: number }>): Generator<Transaction> {
  const waiting = new TinyQueue<Sent & { number: number }>(
    [],
    (a, b) => a.due - b.due || a.number - b.number,
  );
  let number = 0;
  for (const { at, due, transaction } of all) {
    while (waiting.length > 0 && waiting.peek()!.due <= at) yield waiting.pop()!.transaction;
    waiting.push({ due, transaction, number: number++ });
  }
}
