import type { Endpoints } from "../config.ts";
import type { Flow } from "../flows/define.ts";
import { flows as declared } from "../flows/mod.ts";
import { connectKafka } from "../kafka/client.ts";
import { type Account, countRows, openAccounts } from "../processing/account.ts";
import type { UnknownFieldsOptions } from "../processing/unknown_fields.ts";
import type { Source } from "../sources/source.ts";
import type { Rejection } from "../streams/rejection.ts";
import { ingestDirect } from "./direct.ts";
import type { Outages } from "../outage.ts";
import type { FindEngines } from "./find_engines.ts";
import { type Store, withStore } from "./store.ts";
import { ingestThroughKafka } from "./through_kafka.ts";

/** How long a run waits for an engine that is away, in milliseconds. */
const PATIENCE = 60_000;

/** Options for {@linkcode deliver}. */
export interface DeliverOptions {
  /** The engines that it needs: Kafka unless direct, QuestDB unless there is no sink. */
  endpoints: Partial<Endpoints>;
  /** Through Kafka, or straight into QuestDB. @default "kafka" */
  via?: "kafka" | "direct";
  /** Rows of a batch that goes straight into QuestDB. @default 20000 */
  batch?: number | undefined;
  /** Milliseconds to wait after such a batch. @default 0 */
  delay?: number | undefined;
  /** Whether to store in QuestDB what Kafka has, and wait for it. @default true */
  sink?: boolean;
  /**
   * The flows that may run beside the sinks: those that the source's streams feed do, unless direct or
   * without a sink. @default the declared ones
   */
  flows?: readonly Flow[];
  /**
   * Ends the wait for the sinks early: they commit what they have, and a later run stores the rest.
   * It also ends the wait for an engine that cannot be reached.
   */
  signal?: AbortSignal | undefined;
  /** Reports that an engine is away. @default no reports */
  outages?: Outages;
  /** Looks up where an engine is that was away. @default the endpoints */
  find?: FindEngines;
  /** Called when an account changes; `share` is the part of the input that has been read. */
  onChange?: (account: Account, share?: number) => void;
  /** Called with each rejection. */
  onBad?: (rejection: Rejection) => void;
  /** Called with a sentence about something that the user should know: a table that was dropped. */
  onWarning?: (text: string) => void;
  /** Called once for each field that a stream does not declare; without a name for more than 20. */
  onUnknown?: UnknownFieldsOptions["onFirst"];
  /** Called before an error is thrown if records have been read by then: with the accounts so far. */
  onFailed?: (accounts: Account[]) => void;
}

/** The engines that a run needs. */
export function enginesFor(
  { via = "kafka", sink = true }: Pick<DeliverOptions, "via" | "sink">,
): (keyof Endpoints)[] {
  if (via === "direct") return ["questdb"];
  return sink ? ["kafka", "questdb"] : ["kafka"];
}

/**
 * Brings a source into Kafka and on into QuestDB, or straight into QuestDB, until every record is
 * applied or is a dead letter. If the source fails, what it has yielded is still stored, then its
 * error is thrown.
 *
 * @returns One account for each stream of the source, in the order of their first batches, and one for
 * each that a flow has written.
 * @throws Whatever the source throws, or that an engine cannot be reached or refuses.
 */
export async function deliver(source: Source, options: DeliverOptions): Promise<Account[]> {
  const { endpoints, via, signal, outages, find, onBad, onWarning, onUnknown } = options;
  const accounts = openAccounts(options.onChange, onUnknown ? { onFirst: onUnknown } : {});
  const flows = { all: options.flows ?? declared, accounts: openAccounts(options.onChange) };
  const need = enginesFor(options);
  const away = { patience: PATIENCE, signal, outages };
  let failure: { error: unknown } | undefined;
  /** The source, which ends where it fails. */
  async function* untilFailure(): Source {
    try {
      yield* source;
    } catch (error) {
      failure = { error };
    }
  }
  async function carry(store?: Store): Promise<void> {
    if (via === "direct") {
      const { batch, delay } = options;
      const how = { ...store!, accounts, onBad, onWarning, batch, delay, signal };
      await ingestDirect(untilFailure(), how);
    } else {
      const kafka = await connectKafka(endpoints.kafka!, { ...away, find: find?.kafka });
      try {
        const how = { kafka, store, accounts, flows, signal, onBad, onWarning };
        await ingestThroughKafka(untilFailure(), how);
      } finally {
        await kafka.close();
      }
    }
    if (!store) return;
    await countRows(store.db, accounts);
    await countRows(store.db, flows.accounts);
  }
  const storing = { ...away, find: find?.questdb, onWarning };
  const all = () => [accounts, flows.accounts].flatMap(({ streams, of }) => streams.map(of));
  try {
    if (need.includes("questdb")) await withStore(endpoints.questdb!, storing, carry);
    else await carry();
    if (failure) throw failure.error;
  } catch (error) {
    if (all().some(({ read }) => read > 0)) options.onFailed?.(all());
    throw error;
  }
  return all();
}
