/// <reference lib="dom" />
import type { PanelAnswer } from "../../live/panel_answer.ts";

/** Rows with what is known about them. */
export interface Shown {
  rows: readonly Record<string, unknown>[];
  answer: PanelAnswer;
  /** How many rows there were, if more than were sent. */
  more?: number | undefined;
}

/** A view in its place. */
export interface ShownView {
  /** Shows new rows. */
  update(shown: Shown): void;
  /** The place has another width. */
  resize?(): void;
  /** Shown without rows, too: it has something of its own to show. */
  readonly standing?: boolean;
}

/** What a view gets to know about its place. */
export interface Place {
  /** Empty, and the view's own. */
  box: HTMLElement;
  /** Height that is kept free for it, in pixels. */
  height: number;
  /** The panel's title, for screen readers. */
  title: string;
  /** A name that no other panel has. */
  id: string;
}
