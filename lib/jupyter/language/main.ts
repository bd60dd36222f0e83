/**
 * Completion, inspection and the quiet check of types for one notebook, in a process beside the
 * kernel, so that it answers while a cell runs. The relay starts it (language.py) with the notebook's
 * folder, and exchanges lines of JSON with it; see protocol.ts.
 */
import { LineSplitter } from "../../lines.ts";
import { sleep } from "../../retry.ts";
import { cellDocument } from "./cell_document.ts";
import { complete, type Sources } from "./complete.ts";
import { cursorContext, isSqlCell } from "./cursor_context.ts";
import { inspect } from "./inspect.ts";
import type { KnownCell } from "./known_cell.ts";
import { LanguageServer } from "./language_server.ts";
import { LiveValues } from "./live_values.ts";
import { indexOfPoint, placeOfIndex } from "./positions.ts";
import type {
  CompleteRequest,
  InspectRequest,
  LanguageMessage,
  LanguageRequest,
  RanRequest,
} from "./protocol.ts";
import { SessionCells } from "./session_cells.ts";
import { SqlCatalog } from "./sql_catalog.ts";
import { completeReply } from "./suggestion.ts";
import { typeErrors } from "./type_errors.ts";
import { typeNote } from "./type_note.ts";

/** Milliseconds without a request after which the server ends, for its memory. */
const IDLE = 10 * 60_000;
/** Milliseconds without a question after which cells are checked. */
const CALM = 1000;

const server = new LanguageServer(Deno.args[0] ?? Deno.cwd());
const catalog = new SqlCatalog();
const session = new SessionCells();
const live = new LiveValues((question) => send(question));
const sources = (): Sources => ({
  server,
  catalog,
  earlier: session.cells,
  live: (kind, path) => live.names(kind, path),
});

let idle: ReturnType<typeof setTimeout> | undefined;
/** The last request of each kind: older ones are not worth an answer any more. */
const newest = { complete: "", inspect: "" };
/** When the last question came. */
let asked = -Infinity;
let urgent = Promise.withResolvers<"urgent">();

/** Requests are worked on one after the other: each gives the server its own text. */
let turn: Promise<void> = Promise.resolve();

function send(message: LanguageMessage): void {
  console.log(JSON.stringify(message));
}

async function answer(request: CompleteRequest | InspectRequest): Promise<void> {
  const { id, code, kind } = request;
  const stale = id !== newest[kind];
  const cursor = indexOfPoint(code, request.cursor);
  if (request.kind === "complete") {
    const found = stale ? undefined : await complete(sources(), code, cursor);
    send({ id, reply: completeReply(code, cursor, found) });
  } else {
    const { detail } = request;
    const markdown = stale ? undefined : await inspect(sources(), { cell: code, cursor, detail });
    const data = markdown === undefined
      ? {}
      : { "text/markdown": markdown, "text/plain": plain(markdown) };
    send({ id, reply: { status: "ok", found: markdown !== undefined, data, metadata: {} } });
  }
}

/** Takes note of a cell, lets the server read it, and says what TypeScript finds. */
async function ran({ run, source, cell, check }: RanRequest): Promise<void> {
  const at = session.add(source, cell ?? undefined);
  if (/\bsql\b/i.test(source)) void catalog.names();
  if (at === undefined) return;
  if (!check || isSqlCell(source)) return await warm();
  void noteLater(run, { earlier: session.cells.slice(0, at), cell: source });
}

/** Checks a cell as soon as nobody has asked for a while: a check takes the server for a second. */
async function noteLater(run: number, at: { earlier: KnownCell[]; cell: string }): Promise<void> {
  for (let rest; (rest = asked + CALM - performance.now()) > 0;) await sleep(rest);
  turn = turn.then(() => note(run, at)).catch(report);
}

/** Checks a cell. Gives way to a person who waits for an answer, and begins again later. */
async function note(run: number, at: { earlier: KnownCell[]; cell: string }): Promise<void> {
  const check = new AbortController();
  const errors = await Promise.race([typeErrors(server, at, check.signal), urgent.promise]);
  if (errors === "urgent") {
    check.abort();
    void noteLater(run, at);
    return;
  }
  if (!errors || errors.length === 0) return;
  const there = new Set<string>();
  for (const name of new Set(errors.flatMap(({ unknown }) => unknown ?? []))) {
    if ((await live.names("itself", name)).length > 0) there.add(name);
  }
  const data = typeNote(
    errors.filter(({ unknown }) => unknown === undefined || !there.has(unknown)),
  );
  if (data) send({ note: run, data });
}

/** Lets the server read the modules that the cells import, before somebody waits for it. */
async function warm(): Promise<void> {
  const { text, fromCell } = cellDocument(session.cells, "");
  server.set(text);
  await server.complete(placeOfIndex(text, fromCell(0)));
}

/** Text for where no Markdown is shown. */
function plain(markdown: string): string {
  return markdown.replaceAll(/^```\w*\n?/gm, "").replaceAll("**", "").trim();
}

function handle(request: LanguageRequest): void {
  clearTimeout(idle);
  idle = setTimeout(() => server.stop(), IDLE);
  if (request.kind === "live") return live.answer(request);
  if (request.kind !== "ran") {
    newest[request.kind] = request.id;
    asked = performance.now();
    urgent.resolve("urgent");
    urgent = Promise.withResolvers();
  }
  const work = () => request.kind === "ran" ? ran(request) : answer(request);
  // SQL does not need the server.
  const done = isSql(request) ? work() : turn = turn.then(work).catch(report);
  void done.catch(report);
}

/** To Jupyter's log; the relay answers without it. */
function report(error: unknown): void {
  console.error(error);
}

/** Whether a request is about a place in SQL. */
function isSql(request: LanguageRequest): boolean {
  if (request.kind !== "complete" && request.kind !== "inspect") return false;
  const { code, cursor } = request;
  return cursorContext(code, indexOfPoint(code, cursor)).sql !== undefined;
}

const lines = new LineSplitter({ limit: Infinity });
for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  for (const line of lines.push(piece)) handle(JSON.parse(line));
}
server.stop();
Deno.exit();
