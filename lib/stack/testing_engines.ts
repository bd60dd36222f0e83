/** For tests: two engines that are neither Java nor declared. The second depends on the first. */
import { defineEngine, type Launch, type ProcessCommand } from "./engines/define.ts";
import { down, type Health, PATIENCE } from "./health.ts";

/** Ends at once unless the server that it depends on answers. */
const SERVER = `
const [port, id, needed] = Deno.args;
if (needed) await fetch("http://127.0.0.1:" + needed);
console.log("answers on " + port);
Deno.serve({ port: Number(port), hostname: "127.0.0.1", onListen() {} }, () => Response.json({ id }));
`;

/** How to reach one of the engines. */
export interface TestEndpoint {
  url: string;
}

async function health({ url }: TestEndpoint): Promise<Health> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    return { up: true, version: null, id: (await answer.json()).id };
  } catch (error) {
    return down(error);
  }
}

const knownBy = (dir: string) => `deno run --no-config --allow-net ${dir}/server.ts`;

async function command(
  { dir, id }: Launch,
  ports: (number | undefined)[],
): Promise<ProcessCommand> {
  const [port, needed = ""] = ports;
  await Deno.writeTextFile(`${dir}/server.ts`, SERVER);
  const flags = ["run", "--no-config", "--allow-net", `${dir}/server.ts`];
  return { words: [Deno.execPath(), ...flags, String(port), id, String(needed)] };
}

/** Answers over HTTP. */
export const echo = defineEngine({
  name: "echo",
  title: "Echo",
  version: "1.0",
  ports: { echo: 7071 },
  endpointAt: (ports): TestEndpoint => ({ url: `http://127.0.0.1:${ports.echo}/` }),
  external: {
    variable: "TRIBUTARY_TEST_ECHO",
    example: "http://127.0.0.1:7071/",
    endpoint: (env): TestEndpoint => ({ url: env("TRIBUTARY_TEST_ECHO") ?? "" }),
  },
  addresses: ({ url }) => ({ http: new URL(url).host }),
  describe: ({ url }) => url,
  health,
  process: {
    kind: "program",
    knownBy,
    command: (launch) => command(launch, [launch.ports.echo]),
  },
  compose: { image: "echo:1.0", environment: {}, ports: ["echo"] },
});

/** Answers over HTTP if {@linkcode echo} answered when it was started. */
export const relay = defineEngine({
  ...echo,
  name: "relay",
  title: "Relay",
  dependsOn: ["echo"],
  ports: { relay: 7072 },
  endpointAt: (ports): TestEndpoint => ({ url: `http://127.0.0.1:${ports.relay}/` }),
  external: { ...echo.external, variable: "TRIBUTARY_TEST_RELAY" },
  process: {
    kind: "program",
    knownBy,
    command: (launch) => command(launch, [launch.ports.relay, launch.ports.echo]),
  },
  compose: { image: "relay:1.0", environment: { RELAY_LEVEL: "info" }, ports: ["relay"] },
});
