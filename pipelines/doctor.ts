import { defineCommand, main } from "../lib/cli.ts";
import { doctor } from "../lib/stack/mod.ts";

const command = defineCommand({
  name: "doctor",
  summary: "Show what this machine has of what the project needs, and how to get the rest.",
  flags: {
    json: { type: "boolean", help: "print one JSON array on one line" },
  },
  examples: ["deno task doctor", "deno task doctor --json"],
  async run({ flags }) {
    const needs = await doctor();
    if (flags.json) console.log(JSON.stringify(needs));
    else {
      for (const { name, found, required, detail } of needs) {
        const state = found ? "found" : required ? "MISSING" : "missing";
        console.log(`${state.padEnd(9)}${name.padEnd(16)}${detail}`);
      }
    }
    return needs.some(({ found, required }) => required && !found) ? 1 : 0;
  },
});

if (import.meta.main) await main(command);
