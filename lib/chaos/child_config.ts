import type { Endpoints } from "../config.ts";

/** What the tool tells the processes that it starts, as JSON in their only argument. */
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

/** The configuration of this process. Ends it when the tool is gone: standard input then closes. */
export function childConfig(): ChildConfig {
  const orphan = async () => {
    for await (const _ of Deno.stdin.readable);
    Deno.exit(1);
  };
  orphan().catch(() => Deno.exit(1));
  return JSON.parse(Deno.args[0]!);
}
