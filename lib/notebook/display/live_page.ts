import { type Comm, extensionComms } from "../../jupyter/comms.ts";
import {
  LIVE_MIME,
  LIVE_TARGET,
  type LiveOutput,
  type LiveRequest,
  type LiveState,
} from "../../jupyter/lab/extension/live/protocol.ts";
import type { Bundle } from "./bundle.ts";
import type { LiveControl } from "./live_control.ts";

/** The pages that show a live display. */
export interface LivePages {
  /** A bundle with what a page needs to show the display's buttons. */
  controlled(bundle: Bundle, shown: Omit<LiveOutput, "id">): Bundle;
  /** The display has ended: pages take the buttons away. */
  close(): void;
}

const displays = new Map<string, (comm: Comm) => void>();

/** Lets pages pause, resume and stop a display. Pages without our extension get the bundle as it is. */
export function livePages(control: LiveControl): LivePages {
  const page = extensionComms();
  if (!page) return { controlled: (bundle) => bundle, close() {} };
  const id = crypto.randomUUID();
  const open = new Set<Comm>();
  let update = 0;
  let ended = false;
  const tell = (comm: Comm) => {
    const { mode, since } = control;
    const state: LiveState = { update, state: ended ? "ended" : mode, since };
    comm.send({ ...state });
  };
  displays.set(id, (comm) => {
    open.add(comm);
    comm.onClose(() => void open.delete(comm));
    comm.onMessage((data) => {
      const { press } = data as unknown as LiveRequest;
      if (press === "pause") control.pause();
      else if (press === "resume") control.resume();
      else if (press === "stop") control.stop();
      else throw new TypeError(`Unknown request of a live display's page: ${Deno.inspect(press)}`);
      tell(comm); // Also if another page was first, and nothing changed.
    });
    tell(comm);
  });
  const off = control.onChange(() => open.forEach(tell));
  // A page may ask for a display of which this kernel knows nothing: its saved output is not live.
  page.register(LIVE_TARGET, (comm, { id }) => {
    const connect = displays.get(String(id));
    if (connect) connect(comm);
    else comm.close();
  });
  return {
    controlled(bundle, shown) {
      update = shown.update;
      open.forEach(tell);
      return { ...bundle, [LIVE_MIME]: { id, ...shown } };
    },
    close() {
      off();
      displays.delete(id);
      ended = true;
      open.forEach(tell);
    },
  };
}
