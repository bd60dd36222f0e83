import { namespacePrefix } from "../config.ts";
import { messageOf } from "../errors.ts";
import { stackStatus } from "../stack/mod.ts";
import { type Displayable, displayable } from "./display/bundle.ts";
import { gridBundle } from "./display/data_grid.ts";
import { inJupyter } from "./display/emit.ts";

/** The versions, engines, namespace and kernel of this notebook. No secrets. */
export function about(): Displayable {
  return displayable(async () => {
    const engines = await stackStatus().catch((error) => messageOf(error));
    const facts: [string, string][] = [
      [
        "Deno",
        `${Deno.version.deno} (V8 ${Deno.version.v8}, TypeScript ${Deno.version.typescript})`,
      ],
      ["kernel", kernelName()],
      ["namespace", namespacePrefix().slice(0, -1) || "(none)"],
    ];
    if (typeof engines === "string") facts.push(["engines", engines]);
    else {
      const { mode, kafka, questdb } = engines;
      const state = ({ up, version }: { up: boolean; version: string | null }) =>
        up ? `up${version ? ` ${version}` : ""}` : "down; start it with: deno task up";
      facts.push(["engines", mode ?? "none; start them with: deno task up"]);
      facts.push(["Kafka", `${kafka.address ?? ""} ${state(kafka)}`.trim()]);
      facts.push(["QuestDB", `${questdb.http ?? ""} ${state(questdb)}`.trim()]);
    }
    return gridBundle({
      head: facts.map(([what, value]) => ({ what, value })),
      columns: [{ name: "what" }, { name: "value" }],
      rows: facts.length,
      caption: "Tributary",
    });
  });
}

function kernelName(): string {
  if ("$tributary" in globalThis) return "Deno (Tributary), with its relay";
  return inJupyter() ? "another; for ours: deno task lab" : "none: plain Deno";
}
