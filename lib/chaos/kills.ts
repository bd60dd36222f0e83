import type { Moment } from "../delivery/sink.ts";
import type { Random } from "../random.ts";
import { MOMENTS } from "./moments.ts";
import type { Target } from "./options.ts";
import type { Scene, Sink } from "./scene.ts";

/** How long an aimed kill waits for its moment, in milliseconds: it may not come. */
const WAITS: Record<Moment, number> = { ackToCommit: 4000, halvedBatch: 6000, rebalance: 10_000 };

/** Kills targets; most kills of a sink are aimed at a critical moment, at each in turn. */
export class Killer {
  readonly #scene: Scene;
  readonly #random: Random;
  readonly #signal: AbortSignal;
  readonly #firstAim: number;
  /** How many kills were aimed. */
  #aimed = 0;

  /** @param random Decides who is killed in which moment, and when it is started again. */
  constructor(scene: Scene, random: Random, signal: AbortSignal) {
    this.#scene = scene;
    this.#random = random;
    this.#signal = signal;
    this.#firstAim = random.int(0, MOMENTS.length - 1);
  }

  /** Kills one; it is started again within 1.5 s. @returns Whether it was running. */
  async kill(target: Target): Promise<boolean> {
    const wait = this.#random.int(0, 1500);
    const { producer, engines, options: { every } } = this.#scene;
    if (target === "producer") return producer.kill(wait);
    if (target === "sink") return await this.#killSink(wait);
    if (!await engines.ready(target, { least: every, signal: this.#signal })) return false;
    return await engines.kill(target, wait);
  }

  async #killSink(wait: number): Promise<boolean> {
    const { engines, sinks } = this.#scene;
    const sink = this.#random.pick(sinks);
    const signal = this.#signal;
    // The first ones always, so that a short run meets each moment.
    if (this.#random.next() < 0.8 || this.#aimed < MOMENTS.length) {
      // Without both engines no moment comes.
      for (const engine of ["broker", "questdb"] as const) {
        if (!await engines.ready(engine, { least: 0, signal })) return false;
      }
      await this.#hold(sink, MOMENTS[(this.#firstAim + this.#aimed++) % MOMENTS.length]!);
    }
    const killed = sink.child.kill(wait);
    await unaim(sink);
    return killed;
  }

  /** Waits until a sink stands still in a moment. */
  async #hold(sink: Sink, moment: Moment): Promise<void> {
    await Deno.writeTextFile(sink.aim, moment);
    if (moment === "rebalance") changeSinks(this.#scene, sink);
    await sink.follower.held(WAITS[moment]);
  }
}

async function unaim({ aim }: Sink): Promise<void> {
  await Deno.remove(aim).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/** A second sink joins; or, if there is one, the one that is not `stays` leaves. */
export function changeSinks(scene: Scene, stays?: Sink): void {
  if (scene.sinks.length === 1) {
    scene.sinks.push(scene.addSink());
    scene.options.log("a second sink joins");
    return;
  }
  const at = scene.sinks.findLastIndex((sink) => sink !== stays);
  const [gone] = scene.sinks.splice(at, 1);
  scene.options.log("a sink leaves");
  scene.leaving.add(gone!.child.end("SIGINT"));
}
