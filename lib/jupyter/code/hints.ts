/** What is wrong with a cell that is written for another kernel, or in another language. */
export interface CellHint {
  /** What to write instead, in one line. */
  message: string;
  /** The line that is meant, from 1. */
  line: number;
}

const SQL = "write await sql`select …`, or begin the cell with a line -- sql";

/** What to write instead of IPython's magics. */
const MAGICS: Record<string, string> = {
  sql: SQL,
  time: "the time of a cell: const t = performance.now(); …; performance.now() - t",
  timeit: "the time of a cell: const t = performance.now(); …; performance.now() - t",
  pip: 'import packages by name: import x from "npm:x@1"; nothing is installed',
  conda: 'import packages by name: import x from "npm:x@1"; nothing is installed',
  cd: "write Deno.chdir(folder)",
  pwd: "write Deno.cwd()",
  ls: "write [...Deno.readDirSync(folder)]",
  env: "write Deno.env.get(name)",
  load_ext: "nothing needs to be loaded: import from ../lib/notebook/mod.ts",
  matplotlib: "charts need no setup: write chart.line(rows, { x, y })",
  who: "the variables panel lists what is there",
  whos: "the variables panel lists what is there",
  html: "write Deno.jupyter.html`…`",
  javascript: "cells are TypeScript already; they run in the kernel, not in the page",
  js: "cells are TypeScript already; they run in the kernel, not in the page",
  bash: shell("ls -l"),
  sh: shell("ls -l"),
};

/** Programs that people start from a notebook with `!`, which is an operator of TypeScript. */
const PROGRAMS = new Set([
  ..."apt awk bash cat cd conda cp curl date deno df docker du echo env find git grep gunzip head"
    .split(" "),
  ..."jupyter kill ls make mkdir mv node npm npx pip pip3 ps psql pwd python python3 rm sed sh sort"
    .split(" "),
  ..."tail tar top touch uname unzip uv wc wget which zcat".split(" "),
]);

/**
 * The hint for a cell that Deno cannot parse and that is written for IPython (a magic, a shell
 * command, a question for help), in SQL or in Python.
 *
 * @param parses Whether a source can be parsed: without the lines that the hint is about, the cell must.
 * @returns undefined for any other cell.
 */
export function hintFor(source: string, parses: (source: string) => boolean): CellHint | undefined {
  const lines = source.split("\n");
  const language = otherLanguage(lines);
  if (language) return language;
  const hints = lines.map((text) => messageFor(text.trim()));
  const first = hints.findIndex((hint) => hint !== undefined);
  if (first < 0) return undefined;
  const hint = { message: hints[first]!, line: first + 1 };
  // The rest of a cell with a cell magic is in another language.
  if (lines.slice(0, first).every((line) => line.trim() === "") && /^\s*%%/.test(lines[first]!)) {
    return hint;
  }
  return parses(lines.filter((_, i) => hints[i] === undefined).join("\n")) ? hint : undefined;
}

const SQL_START =
  /^(select\s+[\w*"'(]|with\s+"?\w+"?\s+as\s*\(|(insert\s+into|(create|alter|drop)\s+table|update)\s+["\w]|show\s+(tables|columns)|explain\s+select)/i;
const PYTHON = [
  /^import\s+[\w.]+(\s+as\s+\w+)?\s*(#.*)?$/,
  /^from\s+[\w.]+\s+import\s/,
  /^(def|class)\s+\w+\s*(\(.*\))?\s*(->.*)?:$/,
  /^(for\s+[\w, ]+\s+in\s.*|(if|elif|while|with)\s+[^({].*|else|try|except\b.*):$/,
];

/** The hint for a cell that cannot be parsed and begins as SQL or as Python. */
function otherLanguage(lines: readonly string[]): CellHint | undefined {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first >= 0 && SQL_START.test(lines[first]!.trim())) {
    return { message: `This is SQL, and the cell is TypeScript: ${SQL}`, line: first + 1 };
  }
  const python = first >= 0 && PYTHON.some((form) => form.test(lines[first]!.trim()));
  return python
    ? {
      message: "This is Python, and cells are TypeScript: rows come from sql`…`, frames from " +
        "frame(rows), charts from chart.line(rows, { x, y }); see notebook 01",
      line: first + 1,
    }
    : undefined;
}

/**
 * A statement to put before a cell that is valid TypeScript, but may be a shell command: `!ls` negates
 * `ls`. It throws the hint if there is no such variable.
 */
export function shellGuard(source: string): string {
  const [, program] = /^\s*!(\w+)/.exec(source) ?? [];
  if (!program || !PROGRAMS.has(program)) return "";
  const message = JSON.stringify(messageFor(source.trim().split("\n")[0]!));
  return `if (typeof ${program} === "undefined") throw new SyntaxError(${message});`;
}

function messageFor(text: string): string | undefined {
  const magic = /^(%%?)([a-z_]\w*)/i.exec(text);
  if (magic) {
    const advice = MAGICS[magic[2]!.toLowerCase()] ?? "cells are TypeScript";
    return `${magic[1]}${
      magic[2]
    } is a magic of IPython, which this kernel does not have: ${advice}`;
  }
  const command = /^!\s*(([\w.~/-]+)(\s.*)?)$/.exec(text);
  if (command && PROGRAMS.has(command[2]!)) {
    return `!${command[1]} is a shell command of IPython: ${shell(command[1]!)}`;
  }
  const help = /^(\?{1,2})?([\w$.]+)(\?{1,2})?$/.exec(text);
  if (help && (help[1] ?? help[3])) {
    return `${text} asks for help as in IPython: put the cursor on ${help[2]} and press Shift+Tab`;
  }
}

/** How to run a command: the arguments as a list, the output as text. */
function shell(command: string): string {
  const words = command.trim().split(/\s+/);
  const [program, ...args] = /[|<>*?~$&;"'`]/.test(command) ? ["sh", "-c", command] : words;
  const list = args.map((arg) => JSON.stringify(arg)).join(", ");
  return `write new TextDecoder().decode(new Deno.Command("${program}", ` +
    `{ args: [${list}] }).outputSync().stdout)`;
}
