import type { PanelAnswer } from "../../live/panel_answer.ts";

/** For views whose rows are of no period. */
export const emptyAnswer: PanelAnswer = { asked: 0, from: 0, to: 0, step: 1, took: 0 };
