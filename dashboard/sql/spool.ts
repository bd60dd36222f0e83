import { stackDir } from "../../lib/stack/stack_dir.ts";

/** A file without a name, to which an answer is written before it is sent: a slow reader holds no query open. */
export interface Spool extends Disposable {
  /** Appends bytes. */
  take(bytes: Uint8Array): void;
  /** Bytes so far. */
  readonly size: number;
  /** What was written, from its start; the file is gone when that has been read or cancelled. */
  release(): ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Opens one. It has no name any more, so that nothing is left behind, however the process ends. */
export async function spool(): Promise<Spool> {
  const path = await Deno.makeTempFile({ dir: stackDir(), prefix: "answer-" });
  const file = await Deno.open(path, { read: true, write: true });
  await Deno.remove(path);
  let size = 0, isReleased = false;
  return {
    take: (bytes) => {
      for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
      size += bytes.length;
    },
    get size() {
      return size;
    },
    release() {
      file.seekSync(0, Deno.SeekMode.Start);
      isReleased = true;
      return file.readable;
    },
    [Symbol.dispose]() {
      if (!isReleased) file.close();
    },
  };
}
