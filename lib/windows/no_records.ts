import { ingestCommand } from "../feeds/fill.ts";
import { feeds } from "../feeds/mod.ts";
import type { Stream } from "../streams/stream.ts";
import type { Window } from "./window.ts";

/** A window has no row, since there are no records where its engine reads them. */
export class NoRecordsError extends Error {
  override name = "NoRecordsError";
  /** What was to be done, and what is missing. */
  readonly problem: string;
  /** The stream that has no records. */
  readonly stream: Stream;

  /** The message ends with the command that fills the stream, if a feed has it. */
  constructor(problem: string, stream: Stream) {
    const fill = ingestCommand(feeds, stream.name);
    super(fill === undefined ? problem : `${problem}. Fill it with: ${fill}`);
    this.problem = problem;
    this.stream = stream;
  }
}

/** The error of a window whose topic exists and holds no records. */
export function emptyTopic({ name, from }: Window): NoRecordsError {
  const problem = `The window ${name} has no row: the topic of ${from.name} holds no records`;
  return new NoRecordsError(problem, from);
}
