/** Writes data/: the bundled samples, made by the feeds' own simulators. */
import { Buffer } from "node:buffer";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { defineCommand, main } from "../lib/cli.ts";
import { projectFolder } from "../lib/config.ts";
import { feeds } from "../lib/feeds/mod.ts";

/** Makes the samples of all feeds: the same text on every machine. Paths are relative to data/. */
export function samples(): { path: string; text: string }[] {
  return feeds.flatMap(({ read }) =>
    (read?.sample?.() ?? []).map(({ name, text }) => ({ path: `${read!.folder}/${name}`, text }))
  );
}

export const makeSamples = defineCommand({
  name: "samples",
  summary: "Makes the samples in data/ again with the simulators.",
  flags: {},
  examples: ["deno task samples"],
  async run() {
    for (const { path, text } of samples()) {
      const file = `${projectFolder}/data/${path}`;
      const bytes = Buffer.from(text);
      const packed = path.endsWith(".gz") ? gzipSync(bytes, { level: 9 }) : bytes;
      await Deno.mkdir(dirname(file), { recursive: true });
      await Deno.writeFile(file, packed);
      const lines = text.split("\n").length - 1;
      console.log(`data/${path}: ${lines} lines, ${Math.ceil(packed.length / 1024)} KiB`);
    }
  },
});

if (import.meta.main) await main(makeSamples);
