/**
 * Bundles the part of the charts that runs in a page into `lib/charts/interactive/renderer.ts`, so that
 * a notebook needs no bundler: `deno task charts:bundle` after a change in `page/`.
 */
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../lib/charts/interactive/", import.meta.url);
export const RENDERER_FILE: URL = new URL("renderer.ts", FOLDER);
const MAIN = new URL("page/main.ts", FOLDER);

/** The files of the project that are bundled, relative to the folder `interactive`. */
export async function sources(): Promise<URL[]> {
  const found = new Set<string>();
  async function visit(file: URL): Promise<void> {
    if (found.has(file.href)) return;
    found.add(file.href);
    const text = await Deno.readTextFile(file);
    for (
      const [, type, path] of text.matchAll(/^(?:import|export)( type)?[^;]*? from "(\..*?)";/gms)
    ) {
      if (!type) await visit(new URL(path!, file));
    }
  }
  await visit(MAIN);
  return [...found].sort().map((href) => new URL(href));
}

/** A digest of the sources, by which a test sees whether the bundle is up to date. */
export async function digest(): Promise<string> {
  const texts = await Promise.all((await sources()).map((file) => Deno.readTextFile(file)));
  const bytes = new TextEncoder().encode(texts.join("\0"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.slice(0, 8).toHex();
}

/** Bundles the page's part. @returns JavaScript without line breaks at its end. */
export async function bundle(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--minify", fileURLToPath(MAIN)],
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  }).output();
  if (!success) throw new Error(`Cannot bundle the charts: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout).trim();
}

if (import.meta.main) {
  const code = await bundle();
  await Deno.writeTextFile(
    RENDERER_FILE,
    [
      "// Made by `deno task charts:bundle` from the files in page/. Do not change it by hand.",
      "/** Digest of the files that it was made of. */",
      `export const SOURCES = "${await digest()}";`,
      "/** What gives charts tooltips and zoom in a page: JavaScript for a script element. */",
      `export const RENDERER: string = ${JSON.stringify(code).replaceAll("</", "<\\/")};`,
      "",
    ].join("\n"),
  );
  console.log(`${code.length} bytes`);
}
