import { seeded } from "../random.ts";
import { readAcks } from "./ack_log.ts";
import { dropTable, recreateTopic } from "./faults.ts";
import { changeSinks, Killer } from "./kills.ts";
import type { Fault, Target } from "./options.ts";
import type { Scene } from "./scene.ts";
import { over, still, stopOne } from "./stops.ts";

/** How often what was killed and stopped. */
export interface TroubleCounts {
  killed: Record<Target, number>;
  stops: number;
}

/** The longest stop: longer than the group's session timeout of 6 s. Milliseconds. */
const LONGEST_STOP = 9000;

/**
 * Makes trouble until the signal aborts: each `every` milliseconds the next target is killed, an
 * engine only once it has answered for as long. In between something is stopped for a while, a
 * second sink joins or leaves, and the faults of the options happen in turn. What happens follows
 * from the seed; when, also from how quickly this machine starts engines.
 */
export async function makeTrouble(scene: Scene, signal: AbortSignal): Promise<TroubleCounts> {
  const { options: { kill: targets, every, seed, faults, log } } = scene;
  const random = seeded(`trouble ${seed}`);
  const killer = new Killer(scene, random, signal);
  const counts: TroubleCounts = {
    killed: { broker: 0, questdb: 0, sink: 0, producer: 0 },
    stops: 0,
  };
  let pause: Promise<void> = Promise.resolve();
  let paused = false;
  for (let turn = 0; !signal.aborted; turn++) {
    if (await over(every * (0.75 + 0.5 * random.next()), signal)) break;
    const target = targets[turn % targets.length];
    if (target && await killer.kill(target)) {
      counts.killed[target]++;
      log(`killed the ${target}; ${(await readAcks(scene.acks)).next} records are acknowledged`);
    }
    if (targets.length > 0 && turn % 3 === 2) changeSinks(scene);
    const fault = turn % 2 === 1 ? faults[(turn >> 1) % faults.length] : undefined;
    if (fault) {
      await pause;
      await still(scene, signal, () => makeFault(scene, fault));
    }
    const next = targets[random.int(0, targets.length - 1)];
    if (next && !paused && random.next() < 0.34) {
      paused = true;
      const time = random.int(1000, LONGEST_STOP);
      pause = stopOne(scene, next, { time, signal }).then((done) => {
        if (done) counts.stops++;
        paused = false;
      });
      pause.catch(() => {}); // awaited at the end
    }
  }
  await pause;
  await scene.engines.settled();
  return counts;
}

async function makeFault(scene: Scene, fault: Fault): Promise<void> {
  const { db, kafka, taken, options: { log } } = scene;
  if (fault === "tables") await dropTable(db, taken.dropped);
  else await recreateTopic(kafka, db, taken.discarded);
  log(fault === "tables" ? "dropped the table" : "deleted the topic and created it again");
}
