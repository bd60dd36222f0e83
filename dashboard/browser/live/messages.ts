/** What the pages of a browser and their one connection tell each other. */
import type { PanelAnswer } from "../../live/panel_answer.ts";

/** From a page: the topics that it shows now; sent again every few seconds, as a sign of life. */
export interface WatchMessage {
  watch: string[];
}

/** How the connection is. `since` is in milliseconds since 1970, by the browser's clock. */
export type ConnectionState =
  | { name: "connecting" | "open" | "lost"; since: number }
  /** The server wants a token. */
  | { name: "refused"; since: number };

/** To a page. */
export type LiveMessage =
  | { topic: string; answer: PanelAnswer }
  | { state: ConnectionState }
  /** The server's build, and those topics that it does not know. */
  | { build: string }
  | { unknown: string[] };
