/** What a display does that can be paused. */
export type LiveMode = "running" | "paused" | "stopped";

/** Pauses, resumes and stops a display. */
export class LiveControl {
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  #mode: LiveMode = "running";
  #since = Date.now();

  /** Aborts when it is stopped. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }
  get mode(): LiveMode {
    return this.#mode;
  }
  /** Since when it has been in its mode, milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }
  pause(): void {
    if (this.#mode === "running") this.#change("paused");
  }
  resume(): void {
    if (this.#mode === "paused") this.#change("running");
  }
  stop(): void {
    if (this.#mode === "stopped") return;
    this.#stop.abort();
    this.#change("stopped");
  }

  /** Calls a function after each change. @returns To be called when changes no longer matter. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Settles as soon as it is not paused. */
  async whilePaused(): Promise<void> {
    if (this.#mode !== "paused") return;
    const left = Promise.withResolvers<void>();
    const off = this.onChange(left.resolve);
    await left.promise;
    off();
  }

  #change(mode: LiveMode): void {
    this.#mode = mode;
    this.#since = Date.now();
    for (const listener of [...this.#listeners]) listener();
  }
}
