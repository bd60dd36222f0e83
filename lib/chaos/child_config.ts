import type { Endpoints } from "../config.ts";

/** What the tool tells the processes that it starts, as JSON in the first line of standard input. */
export interface ChildConfig {
  endpoints: Endpoints;
  seed: number;
  /** File of acknowledged records (producer). */
  acks: string;
  /** Number of records; the producer ends then. */
  rows: number;
  /** Records per second. */
  rate: number;
  /** When the producer ends, in milliseconds since 1970; null if only `rows` ends it. */
  until: number | null;
  /** A file with the moment at which the sink must stand still and wait to be killed. */
  aim: string;
}

/**
 * The configuration of this process. It comes by standard input, as it holds passwords, which every user
 * of the machine could see in an argument. Ends the process when the tool is gone: standard input then
 * closes.
 */
export async function childConfig(): Promise<ChildConfig> {
  const input = Deno.stdin.readable.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await input.read();
    if (done) Deno.exit(1);
    text += value;
  }
  const orphan = async () => {
    while (!(await input.read()).done);
    Deno.exit(1);
  };
  orphan().catch(() => Deno.exit(1));
  return JSON.parse(text);
}
