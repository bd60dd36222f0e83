import type { ConnectEndpoint } from "../config.ts";
import { UsageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { until } from "../retry.ts";
import { ConnectRefusedError, connectRequests, type RequestOptions } from "./requests.ts";
import { type ConnectorState, connectorState, isHeld, isRunning } from "./states.ts";

/** A connector's settings. */
export type ConnectorConfig = Record<string, string>;

/** A connector that Kafka Connect can run. */
export interface Plugin {
  /** Name of its class. */
  plugin: string;
  /** `source`: it writes to Kafka. `sink`: it reads from it. */
  type: string;
  version: string;
}

/** Kafka Connect. Names of connectors are whole ones, with the namespace. */
export interface ConnectClient {
  /** Put before the names of this namespace's connectors. */
  readonly prefix: string;
  plugins(): Promise<Plugin[]>;
  /** All connectors, by their names. */
  list(): Promise<ConnectorState[]>;
  /**
   * The whole name of a connector: those of this namespace may be written without it.
   *
   * @throws {UsageError} There is no such connector, with those that it may mean.
   */
  nameOf(name: string): Promise<string>;
  /** @throws {UsageError} There is no such connector. */
  status(name: string): Promise<ConnectorState>;
  /** The configuration as it was given. Show it to people `masked()`. */
  config(name: string): Promise<ConnectorConfig>;
  /**
   * Creates a connector, or changes one of that name. The same configuration again changes nothing.
   *
   * @throws {UsageError} Its plugin is not there, or settings are wrong: which, and why.
   */
  create(name: string, config: ConnectorConfig): Promise<void>;
  /**
   * Starts the connector and its tasks again.
   *
   * @param only `failed`: those that failed. @default "all"
   * @throws {UsageError} There is no such connector, or it is paused or stopped and would stay so.
   */
  restart(name: string, only?: "all" | "failed"): Promise<void>;
  pause(name: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** Ends a connector, forgets how far it had read, and removes it. */
  delete(name: string): Promise<void>;
  /**
   * Waits until the connector and its task run.
   *
   * @throws {ConnectorFailedError} It failed, with the reason.
   * @throws {DOMException} `TimeoutError`: it does not run after a minute.
   */
  untilRunning(
    name: string,
    options?: { within?: number; grace?: number },
  ): Promise<ConnectorState>;
}

/** A connector or its task failed. */
export class ConnectorFailedError extends Error {
  override name = "ConnectorFailedError";
}

/** Creates a client; it keeps no connection. */
export function connectClient(
  endpoint: ConnectEndpoint,
  options: RequestOptions = {},
): ConnectClient {
  const request = connectRequests(endpoint, options);
  const pathOf = (name: string) => `/connectors/${encodeURIComponent(name)}`;

  /** Like a request, but an unknown name is said to be one, with those that it may mean. */
  async function about<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConnectRefusedError) || error.status !== 404) throw error;
      throw unknownConnector(name, (await list()).map((one) => one.name));
    }
  }
  const ask = (
    what: string,
    name: string,
    ...[method, more, body]: [
      "GET" | "PUT" | "POST" | "DELETE",
      string?,
      unknown?,
    ]
  ) => about(name, () => request(`${what} ${name}`, method, pathOf(name) + (more ?? ""), body));

  async function plugins(): Promise<Plugin[]> {
    const found = await request("list plugins", "GET", "/connector-plugins") as {
      class: string;
      type: string;
      version: string;
    }[];
    return found.map(({ class: plugin, type, version }) => ({ plugin, type, version }));
  }
  async function list(): Promise<ConnectorState[]> {
    const path = "/connectors?expand=status&expand=info";
    const found = await request("list connectors", "GET", path) as Record<string, unknown>;
    return Object.values(found).map(connectorState).sort((a, b) => a.name < b.name ? -1 : 1);
  }
  async function status(name: string): Promise<ConnectorState> {
    const all = await list();
    const found = all.find((one) => one.name === name);
    if (found) return found;
    throw unknownConnector(name, all.map((one) => one.name));
  }
  async function nameOf(name: string): Promise<string> {
    const known = (await list()).map((one) => one.name);
    const found = [`${endpoint.prefix ?? ""}${name}`, name].find((one) => known.includes(one));
    if (found === undefined) throw unknownConnector(name, known);
    return found;
  }
  async function untilGone(name: string): Promise<void> {
    await until(async () => !(await list()).some((one) => one.name === name), {
      every: 100,
      within: 30_000,
      signal: options.signal,
    });
  }

  return {
    prefix: endpoint.prefix ?? "",
    plugins,
    list,
    nameOf,
    status,
    config: async (name) => await ask("show", name, "GET", "/config") as ConnectorConfig,
    async create(name, config) {
      await checkPlugin(name, config, await plugins());
      const path = `/connector-plugins/${config["connector.class"]}/config/validate`;
      const found = await request(`check ${name}`, "PUT", path, { ...config, name });
      const wrong = wrongSettings(found);
      if (wrong.length > 0) {
        const many = wrong.length === 1
          ? "a setting is wrong"
          : `${wrong.length} settings are wrong`;
        throw new UsageError(`Cannot create ${name}: ${many}\n${wrong.join("\n")}`);
      }
      await request(`create ${name}`, "PUT", `${pathOf(name)}/config`, config);
    },
    async restart(name, only = "all") {
      const known = await status(name);
      if (isHeld(known)) {
        throw new UsageError(
          `Cannot restart ${name}: it is ${known.connector.toLowerCase()}, and would stay so. ` +
            `Run it again: deno task connect resume ${name}`,
        );
      }
      const failed = only === "failed";
      await ask("restart", name, "POST", `/restart?includeTasks=true&onlyFailed=${failed}`);
    },
    async pause(name) {
      await ask("pause", name, "PUT", "/pause");
    },
    async resume(name) {
      await ask("resume", name, "PUT", "/resume");
    },
    async delete(name) {
      await ask("stop", name, "PUT", "/stop");
      await until(async () => {
        const { connector, tasks } = await status(name);
        return connector === "STOPPED" && tasks.length === 0;
      }, { every: 100, within: 30_000, signal: options.signal });
      try {
        await ask("reset", name, "DELETE", "/offsets");
      } catch (error) {
        // Some sinks and sources cannot forget; the connector goes all the same.
        if (!(error instanceof ConnectRefusedError)) throw error;
      }
      await ask("delete", name, "DELETE");
      await untilGone(name);
    },
    async untilRunning(name, { within = 60_000, grace = 0 } = {}) {
      let last = "", failedAt: number | undefined;
      try {
        return await until(async () => {
          const found = (await list()).find((one) => one.name === name);
          if (!found) return undefined; // the worker has yet to read that it was created
          last = found.state;
          if (isRunning(found)) return found;
          if (found.failure === null) failedAt = undefined;
          else if (performance.now() - (failedAt ??= performance.now()) >= grace) {
            throw new ConnectorFailedError(
              `The connector ${name} failed: ${found.failure}. ` +
                `More: deno task connect status ${name}; again: deno task connect restart ${name}`,
            );
          }
        }, { every: 100, within, signal: options.signal });
      } catch (error) {
        if ((error as Error).name !== "TimeoutError") throw error;
        throw new DOMException(
          `The connector ${name} does not run after ${within / 1000} s: it is ${
            last || "not there"
          }. See: deno task logs connect`,
          "TimeoutError",
        );
      }
    },
  };
}

function unknownConnector(name: string, known: readonly string[]): UsageError {
  const meant = nearest(name, known);
  const hint = known.length === 0
    ? "there are none. Make one: deno task connect create shop"
    : meant.length > 0
    ? `did you mean ${meant.join(" or ")}?`
    : `there are ${known.join(", ")}`;
  return new UsageError(`Cannot find the connector ${JSON.stringify(name)}: ${hint}`);
}

function checkPlugin(name: string, config: ConnectorConfig, plugins: readonly Plugin[]): void {
  const wanted = config["connector.class"];
  const refuse = (why: string) => new UsageError(`Cannot create ${name}: ${why}`);
  const known = plugins.map(({ plugin }) => plugin);
  if (typeof wanted !== "string" || wanted === "") {
    throw refuse(`connector.class is missing. The plugins are ${known.join(", ")}`);
  }
  // Connect knows a class by its last name, too, with or without Connector.
  const short = (plugin: string) => plugin.split(".").at(-1)!;
  const names = known.flatMap((
    plugin,
  ) => [plugin, short(plugin), short(plugin).replace(/Connector$/, "")]);
  if (names.includes(wanted)) return;
  const meant = nearest(short(wanted), known.map(short));
  throw refuse(
    `there is no plugin ${wanted}${
      meant.length > 0 ? ` (did you mean ${meant.join(" or ")}?)` : ""
    }. The plugins are ${known.join(", ")}. ` +
      "Of your own: put its jars into a folder in .stack/connect/plugins, then down and up",
  );
}

/** The settings that a validation finds wrong: `  database.hostname: A value is required`. */
function wrongSettings(found: unknown): string[] {
  const { configs = [] } = found as { configs?: { value: { name: string; errors: string[] } }[] };
  return configs.flatMap(({ value }) =>
    value.errors.length === 0 ? [] : [`  ${value.name}: ${[...new Set(value.errors)].join("; ")}`]
  );
}
