import { messageOf } from "../../errors.ts";
import { LineSplitter } from "../../lines.ts";
import type { Batches } from "../../sources/batches.ts";
import { toGithubEvent } from "./event.ts";

/** Maximum length of a line, or of a file that is one JSON array: an array is read whole. */
const LIMIT = 2 ** 24;

/**
 * Parses the text of one file of GitHub events, piece by piece, and puts the records into batches.
 * The text has one JSON event per line (blank lines are skipped), or it is one JSON array of
 * events: then the line of a record is its position in the array, from 1.
 */
export class EventReader {
  #batches: Batches;
  #lines = new LineSplitter({ limit: LIMIT });
  #line = 0;
  #layout: "unknown" | "lines" | "array" | "too long" = "unknown";
  /** The lines of an array so far. */
  #array: string[] = [];
  #arrayLength = 0;
  /** Line where the array starts. */
  #start = 0;

  /** @param batches Where records and rejections go. */
  constructor(batches: Batches) {
    this.#batches = batches;
  }

  /** Adds the next piece. */
  push(text: string): void {
    for (const line of this.#lines.push(text)) this.#take(line);
  }

  /** Ends the text. @param broken Why the file breaks off, if it does. */
  end(broken?: string): void {
    if (broken !== undefined) {
      const raw = [...this.#array, this.#lines.rest].join("\n");
      this.#reject(`cannot be read from here on: ${broken}`, { line: this.#line + 1, raw });
      return;
    }
    for (const line of this.#lines.end()) this.#take(line);
    if (this.#layout === "array") this.#takeArray(this.#array.join("\n"));
  }

  #take(text: string) {
    const line = ++this.#line;
    if (text.trim() === "") return;
    if (this.#layout === "unknown") {
      this.#layout = text.trimStart().startsWith("[") ? "array" : "lines";
      this.#start = line;
    }
    if (this.#layout === "array") this.#gather(text);
    else if (this.#layout === "lines") this.#takeEvent(text, line);
  }

  #gather(text: string) {
    if (this.#array.length === 1 && !/[,[]\s*$/.test(this.#array[0]!) && isEvent(text)) {
      // Not an array, which would continue with a comma, but a damaged first line before whole
      // events.
      this.#layout = "lines";
      this.#takeEvent(this.#array.pop()!, this.#start);
      return this.#takeEvent(text, this.#line);
    }
    this.#array.push(text);
    this.#arrayLength += text.length + 1;
    if (this.#arrayLength <= LIMIT) return;
    const reason = `is a JSON array of more than ${LIMIT} characters: write one event per line`;
    this.#reject(reason, { line: this.#start, raw: this.#array[0]! });
    this.#layout = "too long";
    this.#array = [];
  }

  #takeEvent(text: string, line: number) {
    if (text.length > LIMIT) {
      return this.#reject(`is longer than ${LIMIT} characters`, { line, raw: text });
    }
    const event = this.#parse(text, line);
    if (event !== undefined) this.#add(event, { line, raw: text });
  }

  #takeArray(text: string) {
    const events = this.#parse(text, this.#start);
    if (!Array.isArray(events)) return;
    events.forEach((event, i) => this.#add(event, { line: i + 1, raw: JSON.stringify(event) }));
  }

  #parse(text: string, line: number): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      this.#reject(`not JSON: ${messageOf(error)}`, { line, raw: text });
    }
  }

  #add(event: unknown, at: { line: number; raw: string }) {
    try {
      this.#batches.add(toGithubEvent(event), at.line);
    } catch (error) {
      this.#reject(messageOf(error), at);
    }
  }

  #reject(reason: string, at: { line: number; raw: string }) {
    this.#batches.reject({ value: at.raw, reason }, at);
  }
}

/** Whether a line is a whole JSON object. */
function isEvent(text: string): boolean {
  try {
    return text.startsWith("{") && typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
