/** Deno's own language server, as a child process: https://docs.deno.com/runtime/reference/lsp_integration/ */
import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";
import type { Place } from "./positions.ts";
import type { Range, ServerDiagnostic, ServerItem, ServerSignatures } from "./server_answers.ts";

/** Settings of the server: nothing is fetched, written or linted, no other file is read ahead. */
const SETTINGS = {
  enable: true,
  cacheOnSave: false,
  lint: false,
  documentPreloadLimit: 0,
  suggest: { autoImports: false, completeFunctionCalls: false, imports: { autoDiscover: false } },
};

/** Milliseconds that one answer may take, after which it comes without types. */
const PATIENCE = 1500;
/** The same until its first answer: it reads the library for seconds, and live values are known. */
const COLD_PATIENCE = 700;
/** Milliseconds without any answer to a request after which the server is taken to hang. */
const HANGS = 60_000;

/** Runs the server for one document in a folder. It starts again after it ended or hung. */
export class LanguageServer {
  #child: ChildProcess | undefined;
  #connection: MessageConnection | undefined;
  #ready: Promise<unknown> | undefined;
  #version = 0;
  #text: string | undefined;
  #warm = false;
  readonly #folder: string;
  readonly #uri: string;

  /** @param folder The notebook's folder. @param deno The program to run. */
  constructor(folder: string, readonly deno = Deno.execPath()) {
    this.#folder = folder;
    this.#uri = `${pathToFileURL(folder)}/.notebook_cells.ts`; // In memory only.
  }

  /** Process id of the server, if it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Gives the server the document's text; the requests that follow are about it. */
  set(text: string): void {
    const connection = this.#open();
    const version = ++this.#version;
    const textDocument = { uri: this.#uri, version, languageId: "typescript" };
    if (this.#text === undefined) {
      const opened = { textDocument: { ...textDocument, text } };
      this.#after(() => connection.sendNotification("textDocument/didOpen", opened));
    } else if (this.#text !== text) {
      const changed = { textDocument, contentChanges: [{ text }] };
      this.#after(() => connection.sendNotification("textDocument/didChange", changed));
    }
    this.#text = text;
  }

  /** The names that fit at a place; undefined if the server does not answer in time. */
  async complete(position: Place): Promise<ServerItem[] | undefined> {
    const answer = await this.#ask<ServerItem[] | { items: ServerItem[] } | null>(
      "textDocument/completion",
      { position },
    );
    return answer === undefined ? undefined : Array.isArray(answer) ? answer : answer?.items ?? [];
  }

  /** What is at a place, as Markdown. */
  async hover(position: Place): Promise<{ text: string; range?: Range } | undefined> {
    const answer = await this.#ask<{ contents: { value: string }; range?: Range } | null>(
      "textDocument/hover",
      { position },
    );
    return answer?.contents.value
      ? { text: answer.contents.value, range: answer.range }
      : undefined;
  }

  /** The signatures of the call that encloses a place. */
  async signatures(position: Place): Promise<ServerSignatures | undefined> {
    return await this.#ask<ServerSignatures | null>("textDocument/signatureHelp", { position }) ??
      undefined;
  }

  /**
   * What is wrong in the document; undefined if the server does not answer.
   *
   * @param signal Ends the server's work on it.
   */
  async diagnostics(signal?: AbortSignal): Promise<ServerDiagnostic[] | undefined> {
    const answer = await this.#ask<{ items: ServerDiagnostic[] }>(
      "textDocument/diagnostic",
      {},
      { patience: HANGS, signal },
    );
    return answer?.items;
  }

  /** Ends the server; the next request starts it again. */
  stop(): void {
    this.#connection?.dispose();
    this.#child?.kill("SIGKILL");
    this.#child =
      this.#connection =
      this.#ready =
      this.#text =
        undefined;
  }

  async #ask<T>(
    method: string,
    params: object,
    { signal, ...most }: { patience?: number; signal?: AbortSignal | undefined } = {},
  ): Promise<T | undefined> {
    const connection = this.#connection;
    if (!connection) return undefined;
    const { patience = this.#warm ? PATIENCE : COLD_PATIENCE } = most;
    const cancel = new CancellationTokenSource();
    signal?.addEventListener("abort", () => cancel.cancel(), { once: true });
    const ready = this.#ready;
    const answer = (async () => {
      await ready;
      const textDocument = { uri: this.#uri };
      try {
        const answer = await connection.sendRequest<T>(
          method,
          { textDocument, ...params },
          cancel.token,
        );
        this.#warm ||= this.#connection === connection;
        return answer;
      } catch {
        return undefined; // It ended or cannot say: the caller answers without types.
      }
    })();
    const hangs = setTimeout(() => this.#connection === connection && this.stop(), HANGS);
    void answer.then(() => clearTimeout(hangs));
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => late.resolve(undefined), patience);
    try {
      return await Promise.race([answer, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends in order, once the server has said what it can do. */
  #after(send: () => Promise<void>): void {
    const sent = this.#ready!.then(send);
    this.#ready = sent.catch(() => {}); // The server ended: `stop()` was called, or is about to be.
  }

  #open(): MessageConnection {
    if (this.#connection) return this.#connection;
    const child = spawn(this.deno, ["lsp", "--quiet"], {
      cwd: this.#folder,
      stdio: ["pipe", "pipe", "ignore"],
      // A small young generation, for less memory.
      env: { ...Deno.env.toObject(), NO_COLOR: "1", DENO_V8_FLAGS: "--max-semi-space-size=2" },
    });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout!),
      new StreamMessageWriter(child.stdin!),
    );
    const ended = () => this.#child === child && this.stop();
    child.on("exit", ended).on("error", ended);
    child.stdin!.on("error", ended);
    connection.onError(ended);
    connection.onRequest(
      "workspace/configuration",
      ({ items }: { items: unknown[] }) => items.map(() => SETTINGS),
    );
    connection.onRequest(() => null); // Nothing else is asked of us that matters.
    connection.onNotification(() => {});
    connection.listen();
    const uri = pathToFileURL(this.#folder).href;
    const started = connection.sendRequest("initialize", {
      processId: Deno.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "notebooks" }],
      initializationOptions: SETTINGS,
      capabilities: {
        workspace: { configuration: true },
        textDocument: { diagnostic: {}, hover: { contentFormat: ["markdown"] } },
      },
    }).then(() => connection.sendNotification("initialized", {}));
    this.#child = child;
    this.#connection = connection;
    this.#ready = started.catch(ended);
    return connection;
  }
}
