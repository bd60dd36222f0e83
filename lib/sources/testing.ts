/** Helpers for tests of file sources. */
import { existsSync } from "node:fs";
import { projectFolder } from "../config.ts";
import type { Rejection } from "../streams/rejection.ts";
import type { Source } from "./source.ts";

/** Everything that a source yielded for one stream. */
export interface Gathered {
  records: Record<string, unknown>[];
  lines: number[];
  rejected: Rejection[];
}

/** Reads a source to its end. @returns What it yielded, by stream name, in order. */
export async function gather(source: Source): Promise<Record<string, Gathered>> {
  const streams: Record<string, Gathered> = {};
  for await (const { stream, records, lines, rejected } of source) {
    const all = streams[stream.name] ??= { records: [], lines: [], rejected: [] };
    all.records.push(...records);
    all.lines.push(...lines);
    all.rejected.push(...rejected);
  }
  return streams;
}

/** Runs a test with a temporary folder of files. */
export async function withFolder(
  files: Record<string, string | Uint8Array>,
  test: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The folder of real files that a test needs, and whether to skip the test because it is absent. */
export function realData(folder: string): { path: string; ignore: boolean } {
  const path = `${projectFolder}/../shared/data/${folder}`;
  const ignore = !existsSync(path);
  if (ignore) {
    console.log(`skipped: tests on real files, because ../shared/data/${folder} is absent`);
  }
  return { path, ignore };
}

/** Events of the real archive hour by type: a figure of ../shared/data/README.md, computed independently. */
export const EVENT_TYPES = {
  PushEvent: 4280,
  CreateEvent: 815,
  IssueCommentEvent: 650,
  WatchEvent: 642,
  IssuesEvent: 373,
  PullRequestEvent: 315,
  ForkEvent: 213,
  DeleteEvent: 141,
  GollumEvent: 90,
  PullRequestReviewCommentEvent: 85,
  CommitCommentEvent: 56,
  ReleaseEvent: 24,
  MemberEvent: 16,
  PublicEvent: 2,
};
