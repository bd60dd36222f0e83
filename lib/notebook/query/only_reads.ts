/** Comments and blanks before a statement's first word. */
const BEFORE = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/**
 * Whether a statement can only read, by its words: QuestDB has no read-only user over REST, so what may
 * write must go over the wire. `with` can introduce an insert or an update. When in doubt it says no.
 */
export function onlyReads(text: string): boolean {
  const statement = text.replace(BEFORE, "");
  if (/^(?:select|show|explain)\b|^\(/i.test(statement)) return true;
  return /^with\b/i.test(statement) && !/\b(?:insert|update)\b/i.test(statement);
}
