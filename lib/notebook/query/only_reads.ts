import { sqlCode } from "../../questdb/sql_pieces.ts";

/**
 * Whether a statement can only read, by its words: QuestDB has no read-only user over REST, so what may
 * write must go over the wire. `with` can introduce an insert or an update. When in doubt it says no, as
 * for two statements in one text.
 */
export function onlyReads(text: string): boolean {
  const code = sqlCode(text).replace(/[;\s]+$/, "");
  if (code.includes(";")) return false;
  if (/^[ \t\r\n]*(?:select|show|explain)\b/i.test(code)) return true;
  return isSelect(text) && !/\b(?:insert|update)\b/i.test(code);
}

/** Whether a statement may have rows that can be counted and limited, by its first word. */
export function isSelect(text: string): boolean {
  return /^[ \t\r\n]*(?:(?:select|with)\b|\()/i.test(sqlCode(text));
}
