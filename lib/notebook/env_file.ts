import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { projectFolder } from "../config.ts";

/**
 * Sets the variables from the project's `.env` that are not set yet, so that a notebook finds the
 * same engines and tokens however its kernel was started.
 *
 * @returns The names that were set.
 */
export function loadEnvFile(path = `${projectFolder}/.env`): string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return []; // The file is optional.
  }
  const missing = Object.entries(parseEnv(text)).filter(([name]) =>
    Deno.env.get(name) === undefined
  );
  for (const [name, value] of missing) Deno.env.set(name, value!);
  return missing.map(([name]) => name);
}
