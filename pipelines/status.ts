import { defineCommand, main } from "../lib/cli.ts";
import {
  defaultEngines,
  type EngineName,
  engines,
  type Secret,
  stackSecrets,
  type StackStatus,
  stackStatus,
  startCommand,
} from "../lib/stack/mod.ts";

const status = defineCommand({
  name: "status",
  summary: "Show where the engines are and whether they answer.",
  flags: {
    json: { type: "boolean", help: "print one JSON object on one line" },
    "show-secrets": { type: "boolean", help: "show the generated passwords too" },
  },
  examples: [
    "deno task status",
    "deno task status --json",
    "deno task status --show-secrets",
  ],
  async run({ flags }) {
    const found = await stackStatus();
    const secrets = flags["show-secrets"] ? await stackSecrets() : undefined;
    if (flags.json) return console.log(JSON.stringify(secrets ? { ...found, secrets } : found));
    const rows = engines.map(({ name, title }) => {
      const { version, up, ...addresses } = found[name];
      return [title, up ? "up" : "down", version ?? "-", inWords(addresses)];
    });
    for (const line of aligned([["engine", "state", "version", "address"], ...rows])) {
      console.log(line);
    }
    console.log(`mode: ${found.mode ?? "nothing was started here"}`);
    if (secrets) showSecrets(secrets);
    const down = engines.filter(({ name }) => !found[name].up && isWanted(name, found));
    if (down.length === 0 || found.mode === "external") return;
    console.error(`Start ${down.length === 1 ? "it" : "them"} with: ${startCommand(down)}`);
  },
});

/** Optional engines are wanted if they were started here before: then their addresses are known. */
function isWanted(name: EngineName, found: StackStatus): boolean {
  const { version: _version, up: _up, ...addresses } = found[name];
  return defaultEngines.some((engine) => engine.name === name) ||
    Object.values(addresses).some((address) => address !== null);
}

function showSecrets(secrets: Record<string, Secret[]>): void {
  for (const { name, title } of engines) {
    for (const { user, password, may, url } of secrets[name] ?? []) {
      console.log(`${title} user ${user}, password ${password} (${may})`);
      if (url !== undefined) console.log(`  psql ${url}`);
    }
  }
  if (Object.keys(secrets).length === 0) {
    console.log("No passwords were generated: the engines are not this project's own");
  }
}

/** Rows as lines: every cell as wide as the widest of its column, two spaces between them. */
function aligned(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((cells) => cells[i]!.length)));
  return rows.map((cells) => cells.map((text, i) => text.padEnd(widths[i]!)).join("  ").trimEnd());
}

/** `127.0.0.1:9092`, or with several `http 127.0.0.1:9000, pg 127.0.0.1:8812`. */
function inWords(addresses: Record<string, string | null>): string {
  const known = Object.entries(addresses).filter(([, address]) => address !== null);
  if (known.length === 0) return "-";
  return known.map(([name, address]) => known.length > 1 ? `${name} ${address}` : address)
    .join(", ");
}

if (import.meta.main) await main(status);
