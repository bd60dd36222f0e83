/**
 * Rewrites cells for the relay, which starts it: a line of JSON in, {@linkcode CellRequest}, a line
 * of JSON out, `{"code": string}`. A process apart from Deno's kernel, because that runs in the
 * notebook's folder, where packages may not be loadable: a package.json there suffices.
 */
import { LineSplitter } from "../../lines.ts";
import { resolverFor } from "../prelude/resolver.ts";
import { codeOf } from "./transform.ts";

const lines = new LineSplitter({ limit: Infinity });
const constants = new Set<string>();
const resolve = resolverFor(Deno.args[0]!);
codeOf({ id: 0, count: 0, source: "await 1" }); // Warm by the first cell.
for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  for (const line of lines.push(piece)) {
    console.log(JSON.stringify({ code: codeOf(JSON.parse(line), { constants, resolve }) }));
  }
}
