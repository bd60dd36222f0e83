/** A piece of TypeScript source that is no blank and no comment. */
export interface Token {
  /** `open` and `close` also stand for the parts of a template around its `${…}`. */
  kind: "name" | "literal" | "punct" | "open" | "close";
  text: string;
  /** Offset of the first character. */
  start: number;
  /** Offset behind the last character. */
  end: number;
  /** Of a bracket: the index of its partner. */
  partner?: number;
  /** A line break stands before it. */
  newline: boolean;
}

const BLANK = /(?:\s|\/\/.*|\/\*[^]*?\*\/)+/y;
const NAME = /#?[\p{ID_Start}$_\\][\p{ID_Continue}$\u200c\u200d\\]*/yu;
const NUMBER = /\.?\d(?:[eE][+-]|[\w.])*/y;
const STRING = /"(?:[^"\\\r\n]|\\[^])*"|'(?:[^'\\\r\n]|\\[^])*'/y;
const REGEX = /\/(?:[^/[\\\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+\/[a-z]*/y;
/** From the backtick, or from the brace that ends a `${…}`, to the next `${` or to the end. */
const TEMPLATE = /[`}](?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)/y;
/** `>` always stands alone, so that type arguments can be matched. */
const PUNCT = /=>|\?\.(?!\d)|\+\+|--|\.\.\.|[^]/y;
const CLOSER: Record<string, string> = { "(": ")", "[": "]", "{": "}" };
/** After these words a slash begins a regular expression. */
const BEFORE_OPERAND = new Set(
  "await case delete do else extends in instanceof new of return throw typeof void yield".split(
    " ",
  ),
);

/**
 * Cuts TypeScript (without JSX) into tokens and matches its brackets. It knows just enough of the
 * grammar to find where an expression ends; it never changes or judges the source.
 *
 * @throws {SyntaxError} The source cannot be cut: an open string or bracket, or something unknown.
 */
export function scan(source: string): Token[] {
  const tokens: Token[] = [];
  const open: number[] = [];
  let at = 0;
  let newline = false;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const add = (kind: Token["kind"], text: string) => {
    tokens.push({ kind, text, start: at, end: at += text.length, newline });
    newline = false;
  };
  const close = () => {
    const partner = open.pop()!;
    tokens.at(-1)!.partner = partner;
    tokens[partner]!.partner = tokens.length - 1;
  };
  while (at < source.length) {
    const blank = match(BLANK);
    if (blank !== undefined) {
      newline ||= blank.includes("\n");
      at += blank.length;
      continue;
    }
    const char = source[at]!;
    const within = open.length === 0 ? undefined : tokens[open.at(-1)!]!.text;
    let text;
    if (char === "`" || (char === "}" && within?.endsWith("${"))) {
      text = match(TEMPLATE);
      if (text === undefined) throw new SyntaxError(`Unterminated template at offset ${at}`);
      if (text.length > 1 && char === "`" && text.endsWith("`")) {
        add("literal", text);
        continue;
      }
      if (char === "}") {
        add("close", text);
        close();
      } else add("open", text);
      // The middle of a template closes one `${…}` and opens the next.
      if (text.endsWith("${")) open.push(tokens.length - 1);
    } else if ((text = match(STRING)) || (text = match(NUMBER))) {
      add("literal", text);
    } else if ((text = match(NAME))) {
      add("name", text);
    } else if (char === '"' || char === "'") {
      throw new SyntaxError(`Unterminated string at offset ${at}`);
    } else if (char === "/" && beginsOperand(tokens.at(-1)) && (text = match(REGEX))) {
      add("literal", text);
    } else if (CLOSER[char]) {
      open.push(tokens.length);
      add("open", char);
    } else if (char === ")" || char === "]" || char === "}") {
      if (within === undefined || CLOSER[within] !== char) {
        throw new SyntaxError(`Unmatched ${char} at offset ${at}`);
      }
      add("close", char);
      close();
    } else add("punct", match(PUNCT)!);
  }
  if (open.length > 0) throw new SyntaxError(`Unclosed ${tokens[open.at(-1)!]!.text}`);
  return tokens;
}

/** Whether an operand, not an operator, may follow. */
function beginsOperand(before: Token | undefined): boolean {
  if (before === undefined || before.kind === "open") return true;
  if (before.kind === "name") return BEFORE_OPERAND.has(before.text);
  return before.kind === "punct" && before.text !== "++" && before.text !== "--";
}
