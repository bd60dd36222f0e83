import { messageOf } from "../../errors.ts";
import { badBytes, isWhole } from "../../sources/bad_bytes.ts";
import type { Batches } from "../../sources/batches.ts";
import type { JsonPart } from "../../sources/json_parts.ts";
import { JsonReader } from "../../sources/json_reader.ts";
import { isGithubEvent, readGithubEvent } from "./event.ts";

/**
 * Parses the text of one file of GitHub events, piece by piece, and puts the records into batches.
 * The events may be one in a line, as GH Archive has them, or in any other form that
 * {@linkcode JsonReader} reads: one JSON array, as the API answers, printed over many lines, glued.
 */
export class EventReader {
  #batches: Batches;
  #json = new JsonReader({ isRecord: isGithubEvent });
  #whole = true;
  /** Whether nothing but white space has come. */
  #empty = true;

  /** @param batches Where records and rejections go. */
  constructor(batches: Batches) {
    this.#batches = batches;
  }

  /** Adds the next piece. @param encoding The encoding that it was read in. @default "utf-8" */
  push(text: string, encoding = "utf-8"): void {
    this.#whole &&= isWhole(text);
    this.#empty &&= text.trim() === "";
    for (const part of this.#json.push(text)) this.#take(part, encoding);
  }

  /** Ends the text; an empty one is rejected. @param broken Why the file breaks off, if it does. */
  end(broken?: string, encoding = "utf-8"): void {
    for (const part of this.#json.end(broken)) this.#take(part, encoding);
    if (this.#empty && broken === undefined) this.refuse("has no events: the file is empty");
  }

  /** Rejects the whole file. @param reason `is a zip archive: unpack it first` */
  refuse(reason: string): void {
    this.#batches.reject({ reason }, { line: 1, raw: "" });
  }

  #take(part: JsonPart, encoding: string) {
    const { raw, problem } = part;
    try {
      if (problem !== undefined) throw new TypeError(problem);
      const record = readGithubEvent(part.value, raw);
      if (this.#whole || isWhole(raw)) return this.#batches.add(record, part.line);
      const bad = Object.entries(record).find(([, value]) =>
        typeof value === "string" && !isWhole(value)
      );
      const [field, value] = bad ?? ["", raw];
      const reason = badBytes(String(value), encoding);
      this.#batches.reject({ field, value: bad ? value : "", reason }, part);
    } catch (error) {
      this.#batches.reject({ value: raw, reason: messageOf(error) }, part);
    }
  }
}
