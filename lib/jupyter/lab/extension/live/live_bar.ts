/// <reference lib="dom" />
import { element } from "../elements.ts";
import { clock, freshness } from "./freshness.ts";
import type { LiveOutput, LiveRequest, LiveState } from "./protocol.ts";

/** The buttons above a live display, and how fresh it is. */
export class LiveBar {
  readonly node = element("div", { className: "trb-live-bar" });
  #state: LiveState | undefined;
  #shown: { output: LiveOutput; at: number } | undefined;
  #pause = element("button", { type: "button" });
  #stop = element("button", { type: "button", textContent: "Stop" });
  #said = element("span", { className: "trb-live-state" });
  #fresh = element("span", { className: "trb-live-fresh" });

  constructor(press: (what: LiveRequest["press"]) => void) {
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", "Live display");
    // Only changes are read aloud, not each second's age.
    this.#said.setAttribute("role", "status");
    this.#stop.setAttribute("aria-label", "Stop updates");
    this.#pause.onclick = () => press(this.#state?.state === "paused" ? "resume" : "pause");
    this.#stop.onclick = () => press("stop");
    this.node.append(this.#pause, this.#stop, this.#said, this.#fresh);
    this.tell({ update: 0, state: "running", since: 0 });
  }

  /** What the display does; `unseen` if it runs, but its updates do not come. */
  get mode(): LiveState["state"] | "unseen" {
    const { state, update } = this.#state!;
    // JupyterLab gives none to a page that was loaded again. The newest ones may be on their way.
    const behind = update - (this.#shown?.output.update ?? update);
    return state === "running" && behind >= 3 ? "unseen" : state;
  }

  /** Shows what the kernel says that the display does. */
  tell(state: LiveState): void {
    this.#state = state;
    const label = state.state === "paused" ? "Resume" : "Pause";
    if (this.#pause.textContent !== label) this.#pause.textContent = label;
    this.#pause.setAttribute("aria-label", `${label} updates`);
    this.#pause.disabled = this.#stop.disabled = /stopped|ended/.test(state.state);
    const said = {
      running: "Live",
      paused: `Paused at ${clock(state.since)} UTC`,
      stopped: "Stopped",
      ended: "Ended",
      unseen: "Runs on without this page: run the cell again to see it",
    }[this.mode];
    if (this.#said.textContent !== said) this.#said.textContent = said;
  }

  /** Shows how fresh an update is that came now, by the page's clock. */
  update(output: LiveOutput, now = Date.now()): void {
    // A pause brings the last update once more.
    if (this.#shown?.output.update !== output.update) this.#shown = { output, at: now };
    this.tick(now);
  }

  /** Shows how old the newest row has become. */
  tick(now = Date.now()): void {
    if (!this.#shown) return;
    const { output: { fresh, update }, at } = this.#shown;
    // The clocks of page and kernel may differ.
    const text = fresh ? freshness(fresh, fresh.asked + now - at) : `update ${update}`;
    if (this.#fresh.textContent !== text) this.#fresh.textContent = text;
  }
}
