import { defineCommand, main } from "../lib/cli.ts";
import {
  defaultEngines,
  engineGroups,
  type EngineName,
  ensureStack,
  optionalEngines,
  type Stack,
} from "../lib/stack/mod.ts";
import { isHeld } from "../lib/connect/states.ts";
import { listed, titlesOf } from "../lib/stack/engines/listed.ts";
import { engineNames } from "../lib/stack/engines/with.ts";

const names = [
  ...optionalEngines.map(({ name }: { name: string }) => name),
  ...Object.entries(engineGroups).map(([name, group]) => `${name} (${group.join(" + ")})`),
];

const up = defineCommand({
  name: "up",
  summary: `Find or start ${titlesOf(defaultEngines)}, and wait until they answer.`,
  flags: {
    with: {
      type: "list",
      value: "name,…",
      help: `start optional engines too: ${
        names.length > 0 ? listed(names) : "there are none yet"
      }`,
    },
  },
  examples: [
    "deno task up",
    "deno task up --with flink",
    "deno task up --with cdc",
    "TRIBUTARY_STACK=java deno task up",
  ],
  async run({ flags, signal }) {
    const need = engineNames(flags.with);
    const stack = await ensureStack({ need, signal });
    const { mode, engines } = stack;
    for (const { title, version, where } of engines) {
      console.log(`${[title, version].filter(Boolean).join(" ")} at ${where}`);
    }
    await prepare(stack, { need, wanted: flags.with, signal });
    if (mode === "external") return console.log("Mode: external");
    console.log(`Mode: ${mode}. Stop with: deno task down`);
    console.log("Passwords, for the console: deno task status --show-secrets");
  },
});

/** Fills our own PostgreSQL the first time, and starts the capture of its changes if it is asked for. */
async function prepare(
  { mode, endpoints }: Stack<EngineName>,
  { need, wanted, signal }: { need: EngineName[]; wanted: string[]; signal: AbortSignal },
): Promise<void> {
  if (mode === "external" || !need.includes("postgres")) return;
  const { kafka, connect, postgres } = endpoints;
  // Only here: an `up` without it must not load the clients.
  const { makeShop } = await import("../lib/cdc/make_shop.ts");
  const made = await makeShop(postgres, need.includes("connect") ? connect : {});
  if (made.length > 0) console.log(`Made the database shop with its tables ${listed(made)}`);
  if (!wanted.includes("cdc")) return;
  const { captureShop } = await import("../lib/cdc/capture.ts");
  const connector = await captureShop({ kafka, connect, postgres }, { mode, signal });
  const { name, state } = connector;
  const next = isHeld(connector)
    ? `Run it again: deno task connect resume ${name}`
    : "More: deno task connect status";
  console.log(`Connector ${name}: ${state}. ${next}`);
}

if (import.meta.main) await main(up);
