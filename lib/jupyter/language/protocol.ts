/** The lines of JSON between the relay and the language process; see language.py. */

/** From the relay. */
export type LanguageRequest =
  | RanRequest
  | CompleteRequest
  | InspectRequest
  | LiveAnswer;

/** A cell has run. */
export interface RanRequest {
  kind: "ran";
  /** The relay's number for this run. */
  run: number;
  source: string;
  /** The cell's id in the notebook, if the client says it. */
  cell?: string | null;
  /** Whether its type errors are to be shown. */
  check: boolean;
}

/** Jupyter's complete_request; the cursor in code points. */
export interface CompleteRequest {
  kind: "complete";
  id: string;
  code: string;
  cursor: number;
}

/** Jupyter's inspect_request; the cursor in code points. */
export interface InspectRequest {
  kind: "inspect";
  id: string;
  code: string;
  cursor: number;
  /** 0: signature and description; 1: all that is known. */
  detail: number;
}

/** The names in a live value: the answer to {@linkcode LiveQuestion}. */
export interface LiveAnswer {
  kind: "live";
  id: string;
  /** Empty if the kernel is busy. */
  names: string[];
}

/** To the relay. */
export type LanguageMessage =
  | { id: string; reply: Record<string, unknown> }
  | LiveQuestion
  | { note: number; data: Record<string, string> };

/** Asks the relay to run code in the kernel, if it is idle. It sends `tributary_names`. */
export interface LiveQuestion {
  ask: string;
  code: string;
}
