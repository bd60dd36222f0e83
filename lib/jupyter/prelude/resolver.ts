import { pathToFileURL } from "node:url";

/** Makes a function that resolves relative imports from a folder and leaves all others as they are. */
export function resolverFor(folder: string): (specifier: string) => string {
  const base = pathToFileURL(`${folder}/`);
  return (specifier) =>
    /^\.{0,2}\//.test(specifier) ? new URL(specifier, base).href : String(specifier);
}
