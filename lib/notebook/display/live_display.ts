import { GRID_MIME } from "../../jupyter/lab/extension/grid/protocol.ts";
import type { LiveOutput } from "../../jupyter/lab/extension/live/protocol.ts";
import type { Bundle } from "./bundle.ts";
import { emit, inJupyter } from "./emit.ts";
import { liveFigures, updateOf } from "./figure.ts";
import type { LiveControl } from "./live_control.ts";
import { withNote } from "./live_note.ts";
import { livePages } from "./live_page.ts";

/** What is known of an update beside its bundle. */
type Shown = Pick<LiveOutput, "update"> & { fresh: LiveOutput["fresh"] | undefined };

/** The output of a live display: one place in a notebook, lines of text elsewhere. */
export interface LiveDisplay {
  /** Shows an update. */
  show(bundle: Bundle, shown: Shown): Promise<void>;
  /** Says below the last update that it is paused. */
  paused(note: string): Promise<void>;
  /** Says below the last update why it has ended; it no longer has buttons. */
  ended(note: string): Promise<void>;
  /** Nothing more comes, whatever happened. */
  close(): void;
}

/** Opens the output of a live display, with buttons where the page has our extension. */
export function liveDisplay(control: LiveControl): LiveDisplay {
  const id = crypto.randomUUID();
  const pages = livePages(control);
  let last: { bundle: Bundle; shown: Omit<LiveOutput, "id"> } | undefined;
  const note = async (text: string, live: boolean) => {
    if (!last || !inJupyter()) return await emit(withNote(undefined, text));
    const noted = withNote(last.bundle, text);
    await emit(live ? pages.controlled(noted, last.shown) : noted, { id, update: true });
  };
  return {
    async show(drawn, { update, fresh }) {
      // No grid, which would lose its place at each update.
      const { [GRID_MIME]: _, ...rest } = drawn;
      const bundle = liveFigures(rest, id);
      const again = last !== undefined && inJupyter();
      last = { bundle, shown: { update, ...fresh === undefined ? {} : { fresh } } };
      const out = pages.controlled(again ? updateOf(bundle) : bundle, last.shown);
      await emit(out, again ? { id, update: true } : { id });
    },
    paused: (text) => note(text, true),
    async ended(text) {
      pages.close(); // Before the page closes it, when the output without buttons comes.
      await note(text, false);
    },
    close: pages.close,
  };
}
