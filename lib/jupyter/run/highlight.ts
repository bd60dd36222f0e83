import hljs from "highlight.js/lib/core";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";

hljs.registerLanguage("sql", sql);
hljs.registerLanguage("typescript", (api) => {
  const language = typescript(api);
  // A template of the tag `sql`, with types before it perhaps: its text is SQL.
  language.contains.unshift({
    begin: /\bsql(\.with\([^)]*\))?(<[^`]{0,200}>)?`/,
    end: "`",
    subLanguage: "sql",
    contains: [api.BACKSLASH_ESCAPE, {
      className: "subst",
      begin: /\$\{/,
      end: /\}/,
      contains: [api.QUOTE_STRING_MODE, api.NUMBER_MODE],
    }],
  });
  return language;
});

/** The language of a cell: SQL, if it begins with `-- sql`. */
export function languageOf(source: string): "sql" | "typescript" {
  return /^\s*--\s*sql\b/i.test(source) ? "sql" : "typescript";
}

/** Code as HTML whose parts have classes; all text is escaped. */
export function highlighted(source: string, language: string = languageOf(source)): string {
  const known = hljs.getLanguage(language) ? language : undefined;
  return known
    ? hljs.highlight(source, { language: known }).value
    : hljs.highlight(source, { language: "typescript" }).value;
}

/** Colours of the classes, with a contrast of 4.5 or more on a light and on a dark background. */
export const HIGHLIGHT_STYLE = `
.hljs-keyword, .hljs-built_in, .hljs-literal { color: light-dark(#8250df, #c9a0ff); }
.hljs-string, .hljs-regexp, .hljs-attr { color: light-dark(#0a3069, #9ecbff); }
.hljs-comment { color: light-dark(#57606a, #9aa4ae); font-style: italic; }
.hljs-number, .hljs-type, .hljs-title.class_ { color: light-dark(#7a3e00, #ffb77a); }
.hljs-title.function_, .hljs-property { color: light-dark(#0550ae, #79c0ff); }
.hljs-subst { color: inherit; }
`;
