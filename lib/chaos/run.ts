import { sinkGroup } from "../delivery/sink.ts";
import { lag } from "../kafka/offsets.ts";
import { until } from "../retry.ts";
import { connectQuestdb } from "../questdb/client.ts";
import { untilApplied } from "../questdb/applied.ts";
import { deadLetters } from "../streams/dead_letters.ts";
import { readAcks } from "./ack_log.ts";
import { messageOf } from "../errors.ts";
import { type Audit, audit } from "./audit.ts";
import type { ChaosOptions } from "./options.ts";
import { openOwnStack, type OwnStack, removeLeftRuns } from "./own_stack.ts";
import type { Report } from "./report.ts";
import { openScene, type Scene } from "./scene.ts";
import { soakOf } from "./soak.ts";
import { chaosRecords } from "./stream.ts";
import { makeTrouble } from "./trouble.ts";
import { takeSamples, watchStalls } from "./watch.ts";

/** Longest time without progress after the last record was sent, in milliseconds. */
const PATIENCE = 180_000;

/**
 * Sends records through Kafka into QuestDB on engines of its own, makes trouble meanwhile, and then
 * asks the database for every record. All that it started is ended and removed, also on an abort.
 */
export async function runChaos(options: ChaosOptions): Promise<Report> {
  const started = performance.now();
  const { signal, log, seed } = options;
  const left = await removeLeftRuns();
  if (left > 0) log(`Removed the engines and data of ${left} run(s) that was killed`);
  const stack = await openOwnStack({ signal, log });
  log(`Engines and data of this run are in ${stack.dir}`);
  try {
    const stop = new AbortController();
    const own = { ...options, signal: AbortSignal.any([signal, stop.signal]) };
    const scene = await openScene(stack, own);
    try {
      const figures = await perform(scene, stop);
      const { sent, next } = await readAcks(scene.acks);
      const { examples, ...found } = await compare(stack, {
        seed,
        next,
        taken: scene.taken,
        signal,
      });
      const wrong = Object.values(examples).some((ids) => ids.length > 0);
      return {
        sent,
        distinct: next,
        ...found,
        ...figures,
        seconds: Math.round((performance.now() - started) / 100) / 10,
        seed,
        ...(wrong ? { examples } : {}),
      };
    } finally {
      stop.abort();
      await scene.close();
    }
  } finally {
    await stack.remove();
  }
}

/** Asks over a connection of its own: those of the run end with it. */
async function compare(
  { endpoints: { questdb } }: OwnStack,
  { signal, ...sent }: Parameters<typeof audit>[1] & { signal: AbortSignal },
): Promise<Audit> {
  const db = connectQuestdb(questdb, { patience: 60_000, signal });
  try {
    return await audit(db, sent);
  } finally {
    await db.close();
  }
}

/** From the first record until all are stored. */
async function perform(scene: Scene, stop: AbortController) {
  const { signal, log } = scene.options;
  const quiet = new AbortController(), over = new AbortController();
  const trouble = makeTrouble(scene, AbortSignal.any([signal, quiet.signal]));
  const stalls = watchStalls(scene, AbortSignal.any([signal, over.signal]));
  const samples = takeSamples(scene, AbortSignal.any([signal, over.signal]));
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  const failed = Promise.race([
    aborted,
    scene.failed,
    ...[trouble, stalls, samples].map((work) => work.then(() => new Promise<never>(() => {}))),
  ]);
  try {
    await Promise.race([scene.producer.finished, failed]);
    quiet.abort();
    const { killed, stops } = await trouble;
    log("All is sent; waiting until it is stored");
    await Promise.race([drained(scene), failed]);
    over.abort();
    const soak = soakOf(await samples);
    return {
      kills: Object.values(killed).reduce((sum, count) => sum + count),
      killed,
      stops,
      moments: scene.moments,
      longestStall: await stalls,
      ...(soak ? { soak } : {}),
    };
  } catch (error) {
    log(`The run ends: ${messageOf(error)}`);
    throw error;
  } finally {
    stop.abort(); // nothing waits for an engine any more
    await Promise.allSettled([trouble, stalls, samples]); // what failed was thrown above
  }
}

/** Waits until the group has committed all, dead letters too, and SQL sees it. */
async function drained({ kafka, db, leaving, options: { signal } }: Scene): Promise<void> {
  await Promise.all(leaving);
  const topics = [kafka.topicOf(chaosRecords), kafka.deadLetterTopicOf(chaosRecords)];
  let least = Infinity, since = performance.now();
  await until(async () => {
    const left = await lag(kafka, sinkGroup(kafka, chaosRecords), topics);
    const sum = [...left.values()].reduce((a, b) => a + b);
    if (sum < least) [least, since] = [sum, performance.now()];
    if (performance.now() - since > PATIENCE) {
      throw new Error(
        `Cannot compare: ${sum} messages are not stored, and for ${PATIENCE / 1000} s none was. ` +
          "See what the sink says above",
      );
    }
    return sum === 0;
  }, { every: 200, signal });
  await untilApplied(db, [chaosRecords, deadLetters].map(db.tableOf), { signal });
}
