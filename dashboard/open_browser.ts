import { type Run, run as runProgram } from "../lib/stack/machine/run.ts";

/** Options for {@linkcode openBrowser}. */
export interface OpenBrowserOptions {
  /** @default Deno.build.os */
  os?: typeof Deno.build.os;
  /** Runs the program. @default run */
  run?: Run;
  /** Ends the program, if it goes on. */
  signal?: AbortSignal;
}

/** What opens an address with the browser of whoever is logged in. */
const PROGRAMS: Partial<Record<typeof Deno.build.os, string[]>> = {
  darwin: ["open"],
  windows: ["rundll32", "url.dll,FileProtocolHandler"],
};

/**
 * Opens an address in the browser.
 *
 * @param url Without secrets: other users of this machine see the program's arguments.
 * @returns Why it could not be opened; undefined if the system took it.
 */
export async function openBrowser(
  url: string,
  { os = Deno.build.os, run = runProgram, signal }: OpenBrowserOptions = {},
): Promise<string | undefined> {
  const program = PROGRAMS[os] ?? ["xdg-open"];
  try {
    const { code, stderr } = await run([...program, url], signal ? { signal } : {});
    if (code === 0) return undefined;
    const why = stderr.trim().split("\n").at(-1) || `${program[0]} ended with code ${code}`;
    return `Cannot open a browser: ${why}. Open the address yourself`;
  } catch (error) {
    if (signal?.aborted) return undefined; // the dashboard ends
    throw error;
  }
}
