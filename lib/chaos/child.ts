import { join } from "node:path";
import { projectFolder } from "../config.ts";
import { LineSplitter } from "../lines.ts";
import { sleep } from "../retry.ts";
import type { ChildConfig } from "./child_config.ts";

/** Options for {@linkcode Child}. */
export interface ChildOptions {
  /** For messages: `sink`, `producer`. */
  name: string;
  /** The entry point, a file in this folder. */
  script: string;
  config: ChildConfig;
  /** The run's folder, the only one that the process may write to. */
  dir: string;
  /** Called with each line of its standard output. */
  onLine?: (line: string) => void;
  /** Called with its standard error, line by line. */
  onError?: (line: string) => void;
  /** Called when it has ended and all its output is read; `killed` is false if it ended by itself. */
  onEnd?: (killed: boolean) => void;
}

/** What the clients of Kafka and QuestDB read. */
const VARIABLES = "TRIBUTARY_*,KAFKA_*,KAFKAJS_*,QDB_*,NODE_ENV,JEST_WORKER_ID,UNDICI_*,PG*";

/** How often in a row a process may end by itself before the run is given up. */
const MOST_FAILURES = 5;

/**
 * A process of the tool that is started again whenever it is killed. `finished` resolves when it
 * ends with code 0, and rejects when it fails several times in a row.
 */
export class Child {
  readonly finished: Promise<void>;
  readonly #finish = Promise.withResolvers<void>();
  #process: Deno.ChildProcess | undefined;
  #over = false;
  #killed = false;
  #failures = 0;
  #wait = 0;
  #life: Promise<void>;

  constructor(readonly options: ChildOptions) {
    this.finished = this.#finish.promise;
    this.finished.catch(() => {}); // whoever awaits it gets the error
    this.#life = this.#run().then(this.#finish.resolve, this.#finish.reject);
  }

  /** Its process id now; undefined between a kill and the next start. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Kills it with SIGKILL; it starts again after `wait` milliseconds. @returns Whether it was running. */
  kill(wait: number): boolean {
    if (!this.#process || this.#over) return false;
    this.#killed = true;
    this.#wait = wait;
    return this.signal("SIGKILL");
  }

  /** Sends a signal. @returns Whether it was running. */
  signal(signal: Deno.Signal): boolean {
    if (!this.#process) return false;
    try {
      this.#process.kill(signal);
      return true;
    } catch (error) {
      // It ended at this very moment.
      if (error instanceof TypeError || error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }

  /** Ends it for good: with SIGINT cleanly, otherwise at once. */
  async end(signal: "SIGINT" | "SIGKILL"): Promise<void> {
    this.#over = true;
    this.signal(signal);
    const late = setTimeout(() => this.signal("SIGKILL"), 20_000);
    await this.#life;
    clearTimeout(late);
  }

  async #run(): Promise<void> {
    while (!this.#over) {
      const { code, last } = await this.#once();
      this.options.onEnd?.(this.#killed);
      if (this.#over || code === 0) return;
      if (!this.#killed && ++this.#failures >= MOST_FAILURES) {
        const { name } = this.options;
        throw new Error(
          `Cannot go on: the ${name} ended ${MOST_FAILURES} times by itself: ${last}`,
        );
      }
      if (this.#killed) this.#failures = 0;
      this.#killed = false;
      await sleep(this.#wait);
      this.#wait = 500;
    }
  }

  async #once(): Promise<{ code: number; last: string }> {
    const { script, config, dir, onLine = () => {}, onError = () => {} } = this.options;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        `--allow-env=${VARIABLES}`,
        "--allow-net",
        "--allow-read",
        `--allow-write=${dir}`,
        join(import.meta.dirname!, script),
      ],
      cwd: projectFolder,
      env: { TRIBUTARY_STACK: "java", TRIBUTARY_STACK_DIR: dir, NO_COLOR: "1" }, // where it looks for moved engines
      stdin: "piped", // brings the configuration; closes when the tool dies: then it ends, too
      stdout: "piped",
      stderr: "piped",
      detached: true, // Ctrl-C is for the tool, which ends its processes
    }).spawn();
    this.#process = child;
    const input = child.stdin.getWriter();
    const line = new TextEncoder().encode(JSON.stringify(config) + "\n");
    input.write(line).catch(() => {}); // it was killed before it read it
    const last: string[] = [];
    const read = async (
      from: ReadableStream<Uint8Array<ArrayBuffer>>,
      line: (line: string) => void,
    ) => {
      const lines = new LineSplitter({ limit: 10_000 });
      for await (const text of from.pipeThrough(new TextDecoderStream())) {
        lines.push(text).forEach(line);
      }
    };
    const [{ code }] = await Promise.all([
      child.status,
      read(child.stdout, onLine),
      read(child.stderr, (line) => {
        last.push(line);
        if (last.length > 10) last.shift();
        onError(line);
      }),
    ]);
    this.#process = undefined;
    await input.close().catch(() => {}); // its reader is gone
    return { code, last: last.join("\n") };
  }
}
