/**
 * Reads the WebAssembly of a module of `@bsull/augurs`. Its own loader would fetch it, which needs
 * the network; this needs only permission to read the package cache.
 *
 * @param specifier The module, as it is imported: `@bsull/augurs/mstl`.
 */
export async function readWasm(specifier: string): Promise<Uint8Array<ArrayBuffer>> {
  const module = import.meta.resolve(specifier);
  return await Deno.readFile(new URL(module.replace(/\.js$/, "_bg.wasm")));
}
