/** Options for {@linkcode Outages}. Times are in milliseconds. */
export interface OutagesOptions {
  /** How long requests fail before the first line. @default 1500 */
  firstAfter?: number;
  /** Time between two lines. @default 10000 */
  every?: number;
  /** A monotonic clock. @default performance.now */
  now?: () => number;
}

/** A request that is made again and again while a service is away. */
export interface Waiting {
  /** Why it failed last: `connection refused`. */
  reason: string;
}

/**
 * Tells a person that a service is away, every few seconds what waits for it, and that it is back.
 * One of these is shared by all that a command does, so that each service is reported once.
 */
export class Outages {
  readonly #services = new Map<string, Outage>();
  readonly #held = new Set<() => string | undefined>();

  /** @param log Called with each line. */
  constructor(readonly log: (line: string) => void, readonly options: OutagesOptions = {}) {}

  /** The outages of one service, by its usual name: `Kafka`, `QuestDB`. */
  of(service: string): Outage {
    const known = this.#services.get(service);
    if (known) return known;
    const outage = new Outage(service, {
      log: this.log,
      held: () => [...this.#held].flatMap((describe) => describe() ?? []),
      ...this.options,
    });
    this.#services.set(service, outage);
    return outage;
  }

  /**
   * Adds to the lines what is held back meanwhile, until it is disposed.
   *
   * @param describe Returns `1200 records of t read and not yet committed`, or undefined if nothing is held back.
   */
  holds(describe: () => string | undefined): Disposable {
    this.#held.add(describe);
    return { [Symbol.dispose]: () => void this.#held.delete(describe) };
  }
}

/** Whether one service is away, and which requests wait for it. */
export class Outage {
  readonly #waiting = new Set<Waiting>();
  readonly #options: Required<OutagesOptions> & OutageReports;
  #since = 0;
  #told = false;
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly service: string, options: OutagesOptions & OutageReports) {
    this.#options = { firstAfter: 1500, every: 10_000, now: () => performance.now(), ...options };
  }

  /** A request has failed and will be made again, until it is answered or given up. */
  wait(address: string, reason: string): Waiting {
    const { firstAfter, now } = this.#options;
    const waiting = { reason };
    if (!this.#told && this.#waiting.size === 0) {
      this.#since = now();
      this.#next = this.#since + firstAfter;
    }
    this.#waiting.add(waiting);
    this.#timer ??= setTimeout(() => this.#tell(address), Math.max(0, this.#next - now()));
    return waiting;
  }

  /** A request was answered. @param waiting What `wait` returned, if it failed before. */
  answered(address: string, waiting?: Waiting): void {
    if (waiting) this.giveUp(waiting);
    if (!this.#told || this.#waiting.size > 0) return;
    this.#told = false;
    this.#options.log(`${this.service} at ${address} is back after ${this.#seconds()} s`);
  }

  /** A request is not made again. The outage goes on: only an answer ends it. */
  giveUp(waiting: Waiting): void {
    this.#waiting.delete(waiting);
    if (this.#waiting.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #tell(address: string): void {
    const { log, held, every, now } = this.#options;
    const [first] = this.#waiting;
    const { size } = this.#waiting;
    const what = [...held(), `${size} request${size === 1 ? "" : "s"}`].join(", ");
    const since = this.#told ? ` for ${this.#seconds()} s` : "";
    log(
      `${this.service} at ${address} is not available${since}: ${first!.reason}. ` +
        `Waiting for it: ${what}`,
    );
    this.#told = true;
    this.#next = now() + every;
    this.#timer = setTimeout(() => this.#tell(address), every);
  }

  #seconds(): number {
    return Math.round((this.#options.now() - this.#since) / 1000);
  }
}

interface OutageReports {
  log: (line: string) => void;
  /** What is held back at this moment. */
  held: () => string[];
}
