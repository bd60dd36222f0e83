/** The work of {@linkcode connect}, loaded with its first call. */
import { connectorSlots } from "../cdc/capture.ts";
import { type ConnectClient, connectClient } from "../connect/client.ts";
import { masked } from "../connect/mask.ts";
import { UnavailableError, UsageError } from "../errors.ts";
import { findStack } from "../stack/mod.ts";
import type { ConnectCalls } from "./connect.ts";
import { signalOf } from "./stop.ts";

/** The calls of {@linkcode connect}. */
export const calls: ConnectCalls = {
  up: async () => await ifRunning(client) !== undefined,
  plugins: async () => await (await client()).plugins(),
  async connectors({ all = false } = {}) {
    const { prefix, list } = await client();
    return (await list()).filter(({ name }) => all || name.startsWith(prefix)).map((one) => ({
      name: one.name,
      state: one.state,
      tasks: one.tasks.map(({ state }) => state).join(", "),
      failure: one.failure,
      plugin: one.plugin,
    }));
  },
  async status(name) {
    const connect = await client();
    return await connect.status(await connect.nameOf(name));
  },
  async config(name) {
    const connect = await client();
    return masked(await connect.config(await connect.nameOf(name)));
  },
  async slots() {
    const found = await ifRunning(() => findStack({ need: ["postgres"] }));
    return found ? await connectorSlots(await client(), found.endpoints.postgres) : null;
  },
};

async function client(): Promise<ConnectClient> {
  const { endpoints } = await findStack({ need: ["connect"] });
  return connectClient(endpoints.connect, { signal: signalOf() });
}

/** What a function finds; undefined if the engine does not run or is not named. */
async function ifRunning<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof UsageError) return undefined;
    throw error;
  }
}
