const NOT_FUNCTIONS =
  /^(?:where|and|or|not|on|when|then|else|case|select|having|by|in|between|like|distinct|filter)$/i;

/**
 * Where the operand before a place in SQL code begins: a name, a literal, a call or an expression in
 * parentheses, with casts.
 *
 * @param code The code, without comments and quoted texts.
 * @throws {TypeError} The operand is a larger expression.
 */
export function operandStart(code: string, place: number): number {
  let at = beforeBlanks(code, place);
  for (;;) {
    const start = primaryStart(code, at);
    const before = beforeBlanks(code, start);
    if (code.slice(before - 2, before) !== "::") {
      if (start < at && !/[-+*/%|&^~=<>.]/.test(code[before - 1] ?? "")) return start;
      throw new TypeError(
        "Cannot write an empty list into SQL after an expression: put parentheses around it, as " +
          "in (a || b) in (${list})",
      );
    }
    at = beforeBlanks(code, before - 2);
  }
}

function primaryStart(code: string, end: number): number {
  let at = end;
  if (code[at - 1] === ")") {
    for (let depth = 0; at > 0;) {
      const sign = code[--at];
      if (sign === ")") depth++;
      else if (sign === "(" && --depth === 0) break;
    }
    const name = /[\w$]+$/.exec(code.slice(0, at))?.[0];
    return name === undefined || NOT_FUNCTIONS.test(name) ? at : at - name.length;
  }
  while (at > 0 && /[\w$.\0\uE000]/.test(code[at - 1]!)) at--;
  return at;
}

function beforeBlanks(code: string, end: number): number {
  while (end > 0 && /\s/.test(code[end - 1]!)) end--;
  return end;
}
