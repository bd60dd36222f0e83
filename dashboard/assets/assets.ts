import { Hono } from "hono";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { bundleBrowser } from "./bundle.ts";

/** The files of the pages. */
export interface Assets {
  app: Hono;
  /** Path of a file by its name, with its digest: `main.js`, `worker.js`, `style.css`. */
  pathOf(name: string): string;
  /** Changes with any of them. */
  build: string;
}

interface Asset {
  type: string;
  etag: string;
  plain: Uint8Array<ArrayBuffer>;
  encoded: Map<"br" | "gzip", Uint8Array<ArrayBuffer>>;
}

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** Bundles the pages' code, compresses it and serves it: paths change with their content. */
export async function openAssets(
  options: { folder: string; log?: (line: string) => void },
): Promise<Assets> {
  const { files } = await bundleBrowser(options);
  for (const name of ["style.css", "icon.svg"]) {
    files.set(name, await Deno.readFile(new URL(`../browser/${name}`, import.meta.url)));
  }
  const hash = createHash("sha256");
  for (const [name, bytes] of [...files].sort()) hash.update(name).update(bytes);
  const build = hash.digest("hex").slice(0, 12);
  // One folder for a build: files that load others by their names find those of the same build.
  const base = `/assets/${build}/`;
  const assets = new Map<string, Asset>();
  await Promise.all(
    files.entries().map(async ([name, plain]) => {
      const type = TYPES[name.split(".").at(-1)!] ?? "application/octet-stream";
      assets.set(base + name, {
        type,
        etag: `"${build}"`,
        plain,
        encoded: await compressed(plain),
      });
    }),
  );

  const app = new Hono();
  app.get("/assets/*", (context) => {
    const asset = assets.get(context.req.path);
    if (!asset) return context.notFound();
    const headers: Record<string, string> = {
      "Content-Type": asset.type,
      "Cache-Control": "public, max-age=31536000, immutable",
      "ETag": asset.etag,
      "Vary": "Accept-Encoding",
    };
    if (context.req.header("If-None-Match") === asset.etag) return context.body(null, 304, headers);
    const accepted = context.req.header("Accept-Encoding") ?? "";
    for (const [encoding, bytes] of asset.encoded) {
      if (!new RegExp(`\\b${encoding}\\b`).test(accepted)) continue;
      return context.body(bytes, 200, { ...headers, "Content-Encoding": encoding });
    }
    return context.body(asset.plain, 200, headers);
  });
  return { app, build, pathOf: (name) => base + name };
}

async function compressed(plain: Uint8Array<ArrayBuffer>): Promise<Asset["encoded"]> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(plain, { params }),
    promisify(gzip)(plain),
  ]);
  return new Map([["br", new Uint8Array(br)], ["gzip", new Uint8Array(gz)]]);
}
