/**
 * What Kafka has acknowledged, kept in a file by the producer, so that a killed one continues where
 * it was. Each line is the next id to send and the number of messages acknowledged so far; it is on
 * the disk before the next records are sent. Records are sent in order of their ids, so all below
 * the last whole line's id are acknowledged.
 */
export interface Acked {
  /** All ids below it are acknowledged. */
  next: number;
  /** Messages acknowledged, duplicates included. Those whose line a kill prevented are not counted. */
  sent: number;
}

/** Whether a producer has begun, in this life or one before. */
export async function hasAckLog(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Longest line with room to spare: the end of the file holds a whole one. */
const TAIL = 256;

/** The last whole line. */
export async function readAcks(path: string): Promise<Acked> {
  let file;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { next: 0, sent: 0 };
    throw error;
  }
  using open = file;
  const { size } = await open.stat();
  await open.seek(Math.max(0, size - TAIL), Deno.SeekMode.Start);
  const bytes = new Uint8Array(TAIL);
  const read = await open.read(bytes) ?? 0;
  return lastLine(new TextDecoder().decode(bytes.subarray(0, read)));
}

/** Parses the end of the file; a line without its line break was cut by a kill and does not count. */
export function lastLine(text: string): Acked {
  const line = text.split("\n").slice(0, -1).findLast((line) => /^\d+ \d+$/.test(line));
  const [next = 0, sent = 0] = line?.split(" ").map(Number) ?? [];
  return { next, sent };
}

/** Opens the file for appending. A line that a kill cut is spoilt first, so that it never counts. */
export async function openAckLog(path: string) {
  const file = await Deno.open(path, { append: true, create: true });
  const write = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
    file.syncDataSync();
  };
  write("x\n");
  return {
    /** Returns when the line is on the disk. */
    add: ({ next, sent }: Acked) => write(`${next} ${sent}\n`),
    close: () => file.close(),
  };
}
