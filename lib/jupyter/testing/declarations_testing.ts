/** For tests: every way to declare a name, and all pairs of them. */

/** A way to declare `x` with a value, and how to read the value. */
interface Declaration {
  code: (name: string, value: number) => string;
  value: (name: string) => string;
  /** The value, if it cannot be chosen. */
  fixed?: number;
}

const plain = (name: string) => name;

/** `helper.ts` beside the notebook exports `known = 1` and `other = 2`. */
export const DECLARATIONS: Record<string, Declaration> = {
  const: { code: (x, v) => `const ${x}: number = ${v};`, value: plain },
  let: { code: (x, v) => `let ${x} = ${v};`, value: plain },
  var: { code: (x, v) => `var ${x} = ${v};`, value: plain },
  "var in a block": {
    code: (x, v) => `{ for (var ${x} = 0; ${x} < ${v}; ${x}++); }`,
    value: plain,
  },
  function: {
    code: (x, v) => `${x}(); function ${x}() { return ${v} }`,
    value: (x) => `${x}()`,
  },
  generator: {
    code: (x, v) => `function* ${x}() { yield ${v} }`,
    value: (x) => `${x}().next().value`,
  },
  "async function": {
    code: (x, v) => `async function ${x}() { return await ${v} }`,
    value: (x) => `await ${x}()`,
  },
  class: { code: (x, v) => `class ${x} { static v = ${v} }`, value: (x) => `${x}.v` },
  "abstract class": {
    code: (x, v) => `abstract class ${x} { static v = ${v}; abstract f(): void }`,
    value: (x) => `${x}.v`,
  },
  enum: { code: (x, v) => `enum ${x} { A = ${v} }`, value: (x) => `${x}.A` },
  "const enum": { code: (x, v) => `const enum ${x} { A = ${v} }`, value: (x) => `${x}.A` },
  namespace: { code: (x, v) => `namespace ${x} { export const v = ${v} }`, value: (x) => `${x}.v` },
  destructuring: {
    code: (x, v) => `const { a: [${x} = 0] } = { a: [${v}] };`,
    value: plain,
  },
  import: {
    code: (x, v) => `import { ${v === 1 ? "known" : "other"} as ${x} } from "./helper.ts";`,
    value: plain,
  },
  "import of all": {
    code: (x) => `import * as ${x} from "./helper.ts";`,
    value: (x) => `${x}.other`,
    fixed: 2,
  },
  interface: { code: (x) => `interface ${x} { a: number }`, value: () => "0", fixed: 0 },
  type: { code: (x) => `type ${x} = number;`, value: () => "0", fixed: 0 },
};

/** Exports that the cells import. */
export const HELPER = { "helper.ts": "export const known = 1;\nexport const other = 2;\n" };

/** Cells that declare names in one way, then in every way; and what they should print. */
export function redeclaringCells(
  first: string,
  { top = "", seconds = Object.keys(DECLARATIONS) }: { top?: string; seconds?: string[] } = {},
): { cells: string[]; wanted: string } {
  const pairs = seconds.map((second, i) => {
    const { code, value, fixed } = DECLARATIONS[second]!;
    const name = `n${Object.keys(DECLARATIONS).indexOf(first)}_${i}`;
    return {
      before: DECLARATIONS[first]!.code(name, 1),
      after: code(name, 2),
      read: `${JSON.stringify(second)}: ${value(name)},`,
      value: `${second} ${fixed ?? 2}`,
    };
  });
  return {
    cells: [
      [top, ...pairs.map(({ before }) => before)].join("\n"),
      [top, ...pairs.map(({ after }) => after)].join("\n"),
      `console.log(Object.entries({\n${pairs.map(({ read }) => read).join("\n")}\n})` +
      `.map((pair) => pair.join(" ")).join(", "));`,
    ],
    wanted: `${pairs.map(({ value }) => value).join(", ")}\n`,
  };
}
