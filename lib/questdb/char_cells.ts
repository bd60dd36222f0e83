const TEXT = /"(?:[^"\\]|\\.)*"/y;

/**
 * Repairs an answer of QuestDB's REST API, which writes a CHAR into JSON as it stands: a quote, a
 * backslash or a control character makes the answer invalid (QuestDB 9.3.4).
 *
 * @param json An answer that `JSON.parse` refuses.
 * @returns Undefined if it is not an answer with a column of CHAR.
 */
export function withCharsEscaped(json: string): string | undefined {
  const columns = /"columns":(\[\{.*?\}\]),"timestamp"/s.exec(json);
  const start = json.indexOf('"dataset":[', columns?.index);
  if (!columns || start === -1) return undefined;
  const isChar = (JSON.parse(columns[1]!) as { type: string }[]).map(({ type }) => type === "CHAR");
  if (!isChar.includes(true)) return undefined;
  let at = start + '"dataset":['.length, copied = 0, result = "";
  while (json[at] === "[") {
    for (const char of isChar) {
      at++; // the bracket, or the comma before the value
      if (char && json[at] === '"') {
        const empty = json[at + 1] === '"' && json[at + 2] !== '"';
        if (!empty) result += json.slice(copied, at) + JSON.stringify(json[at + 1]);
        at += empty ? 2 : 3;
        if (!empty) copied = at;
      } else at = endOfValue(json, at);
    }
    at++;
    if (json[at] === ",") at++;
  }
  return result + json.slice(copied);
}

function endOfValue(json: string, start: number): number {
  let at = start, depth = 0;
  for (; at < json.length; at++) {
    if (json[at] === '"') {
      TEXT.lastIndex = at;
      if (!TEXT.test(json)) return json.length;
      at = TEXT.lastIndex - 1;
    } else if (json[at] === "[") depth++;
    else if (depth === 0 && /[,\]]/.test(json[at]!)) return at;
    else if (json[at] === "]") depth--;
  }
  return at;
}
