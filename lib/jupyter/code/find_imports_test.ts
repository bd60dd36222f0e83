import assert from "node:assert/strict";
import { findImports } from "./find_imports.ts";

/** The statements and the specifiers of a source, as text. */
function found(source: string) {
  const { statements, specifiers } = findImports(source);
  const text = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
  return { statements: statements.map(text), specifiers: specifiers.map(text) };
}

Deno.test("findImports() finds statements and the modules of all kinds of imports", () => {
  const source = 'import type { A } from "./a.ts";\n' +
    "f(await import('./b.ts')); import './c.json' with { type: 'json' };\n" +
    "let d: import('./d.ts').D; `${import('./e.ts')}`;\n";
  assert.deepEqual(found(source), {
    statements: ['import type { A } from "./a.ts";', "import './c.json' with { type: 'json' };"],
    specifiers: ["./a.ts", "./b.ts", "./c.json", "./d.ts", "./e.ts"],
  });
});

Deno.test("findImports() ignores strings, comments, properties and computed modules", () => {
  const source = "const t = \"import x from './y.ts'\"; // import './z.ts'\n" +
    "a.import('./p.ts'); import(name); import.meta.url;";
  assert.deepEqual(found(source), { statements: [], specifiers: [] });
});

Deno.test("findImports() throws for what cannot be parsed", () => {
  assert.throws(() => findImports("import x from './y.ts'; let b = ;"), SyntaxError);
});
