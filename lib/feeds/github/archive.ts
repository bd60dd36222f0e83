import { githubEvents } from "./github_events.ts";
import { Batches } from "../../sources/batches.ts";
import { EventReader } from "./event_reader.ts";
import { findFiles, progressOf } from "../../sources/files.ts";
import { readText } from "../../sources/read_text.ts";
import type { Source, SourceOptions } from "../../sources/source.ts";

/** GH Archive's file names: `2015-01-01-0.json.gz`. */
const HOUR = /\d{4}-\d\d-\d\d-\d{1,2}\.json(\.gz)?$/i;

/**
 * Public GitHub events from files as records of `github_events`: GH Archive's hourly files with one
 * JSON event per line, answers of the events API with one JSON array, or events in any other form
 * of JSON; plain or gzip. Memory does not grow with file size; one event, or an envelope around
 * several, may have up to 16 million characters.
 *
 * @param paths Files, directories of `.json`, `.jsonl` and `.ndjson` files, each also with `.gz`,
 * or `-` for standard input. If a directory has hourly files of GH Archive, only those are read.
 * @throws {UsageError} A path is missing or cannot be read.
 */
export async function* githubArchive(
  paths: string | readonly string[],
  { batchSize, ...reading }: SourceOptions = {},
): Source {
  const { signal, log } = reading;
  const files = await findFiles(paths, {
    extensions: [".json", ".jsonl", ".ndjson"],
    preferred: HOUR,
    log,
  });
  const progress = progressOf(files);
  for (const file of files) {
    if (signal?.aborted) return;
    const batches = new Batches(githubEvents, { file, batchSize });
    const events = new EventReader(batches);
    let share: number | undefined;
    for await (const piece of readText(file, reading)) {
      const { text, encoding, bytes, end, broken, refused } = piece;
      if (refused) events.refuse(refused);
      else events.push(text, encoding);
      if (end && !refused) events.end(broken, encoding);
      yield* batches.full(share = progress(file, bytes));
    }
    yield* batches.rest(share);
  }
}
