export { stopSignal } from "../jupyter/stop_signal.ts";
import { stopSignal } from "../jupyter/stop_signal.ts";

/** The signal that Stop aborts, combined with the caller's, if any. */
export function signalOf(own?: AbortSignal): AbortSignal {
  return own ? AbortSignal.any([own, stopSignal()]) : stopSignal();
}
