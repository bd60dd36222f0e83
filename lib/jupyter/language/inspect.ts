import { cellDocument } from "./cell_document.ts";
import { wordBefore } from "./complete_code.ts";
import { cursorContext } from "./cursor_context.ts";
import { inspectSql } from "./inspect_sql.ts";
import type { KnownCell } from "./known_cell.ts";
import type { LanguageServer } from "./language_server.ts";
import { placeOfIndex } from "./positions.ts";
import type { SqlCatalog } from "./sql_catalog.ts";

/**
 * Says what is at an index of a cell (UTF-16): the name there, or before it, or the function whose
 * arguments are around it.
 *
 * @param detail 0: signature and description; 1: examples and tags too.
 */
export async function inspect(
  { server, catalog, earlier }: {
    server: LanguageServer;
    catalog: SqlCatalog;
    earlier: readonly KnownCell[];
  },
  { cell, cursor, detail }: { cell: string; cursor: number; detail: number },
): Promise<string | undefined> {
  const { sql, brackets, other } = cursorContext(cell, cursor);
  if (sql) return await inspectSql(sql.text, sql.cursor, catalog);
  if (other) return undefined;
  const document = cellDocument(earlier, cell);
  server.set(document.text);
  const placeOf = (index: number) => placeOfIndex(document.text, document.fromCell(index));
  const open = brackets.findLast(({ kind }) => kind === "(")?.at;
  const callee = open === undefined ? undefined : cell.slice(0, open).trimEnd().length - 1;
  const word = wordBefore(cell, cursor) === "" ? [] : [cursor - 1];
  for (const index of new Set([cursor, ...word, ...callee === undefined ? [] : [callee]])) {
    if (!/[\p{ID_Continue}$]/u.test(cell[index] ?? "")) continue;
    const hover = await server.hover(placeOf(index));
    if (hover) return shortened(hover.text, detail);
  }
  const found = open === undefined ? undefined : await server.signatures(placeOf(cursor));
  const signature = found?.signatures[found.activeSignature ?? 0];
  if (!signature) return undefined;
  const { documentation = "" } = signature;
  const text = typeof documentation === "string" ? documentation : documentation.value;
  return shortened(`\`\`\`ts\n${signature.label}\n\`\`\`\n${text}`, detail);
}

/** Markdown without what only the compiler needs and, at detail 0, without tags. */
function shortened(markdown: string, detail: number): string {
  const text = markdown.replace(/^```tsx\n/, "```ts\n")
    .replace(/^(```ts\n[^]*?)\n(?:import|export) [\w$.]+\n```/, "$1\n```")
    .replace(/^```ts\n\(alias\) /, "```ts\n");
  if (detail > 0) return text;
  const code = /^```ts\n[^]*?\n```\n?/.exec(text)?.[0] ?? "";
  const [description] = text.slice(code.length).split(/(?:^|\n)\s*\*@/);
  return `${code}${description!.trimEnd()}`.trimEnd();
}
