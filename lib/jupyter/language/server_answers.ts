/** What a language server answers: https://microsoft.github.io/language-server-protocol */
import type { Place } from "./positions.ts";

/** A name that the server suggests. */
export interface ServerItem {
  label: string;
  /** https://microsoft.github.io/language-server-protocol: CompletionItemKind */
  kind?: number;
  sortText?: string;
  textEdit?: { newText: string; range?: Range; insert?: Range; replace?: Range };
}

/** From one place to another. */
export interface Range {
  start: Place;
  end: Place;
}

/** What the server found wrong. */
export interface ServerDiagnostic {
  range: Range;
  severity?: number;
  /** TypeScript's number. */
  code?: number | string;
  source?: string;
  message: string;
}

/** The signature of the function whose call encloses a place. */
export interface ServerSignatures {
  signatures: { label: string; documentation?: string | { value: string } }[];
  activeSignature?: number;
}
