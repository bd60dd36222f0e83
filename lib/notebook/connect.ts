import type { ConnectorSlot } from "../cdc/capture.ts";
import type { Plugin } from "../connect/client.ts";
import type { ConnectorState } from "../connect/states.ts";

/** A connector in a table: its state, and why it failed. */
export type ConnectorRow = Pick<ConnectorState, "name" | "state" | "failure" | "plugin"> & {
  /** Its tasks' states. */
  tasks: string;
};

/** What a notebook can see of Kafka Connect. To change something: `deno task connect`. */
export interface ConnectCalls {
  /** Whether it runs. */
  up(): Promise<boolean>;
  /** The connectors that it can run. */
  plugins(): Promise<Plugin[]>;
  /** The connectors of the namespace; with `all` those of others too. */
  connectors(options?: { all?: boolean }): Promise<ConnectorRow[]>;
  /**
   * A connector with its tasks, and the traces of those that failed. Its name may be written without the
   * namespace, as in {@linkcode ConnectCalls.config}.
   */
  status(name: string): Promise<ConnectorState>;
  /** A connector's settings. Secrets are hidden. */
  config(name: string): Promise<Record<string, string>>;
  /** PostgreSQL's replication slots and the bytes that each makes it keep; null if it does not run. */
  slots(): Promise<ConnectorSlot[] | null>;
}

/** Loaded with the first call, as few notebooks need it. */
const calls = async () => (await import("./connect_calls.ts")).calls;

/**
 * Kafka Connect from a notebook.
 *
 * Each call throws an UnavailableError with the command that starts Kafka Connect if it does not run;
 * only `up()` answers.
 */
export const connect: ConnectCalls = {
  up: async () => await (await calls()).up(),
  plugins: async () => await (await calls()).plugins(),
  connectors: async (options) => await (await calls()).connectors(options),
  status: async (name) => await (await calls()).status(name),
  config: async (name) => await (await calls()).config(name),
  slots: async () => await (await calls()).slots(),
};
