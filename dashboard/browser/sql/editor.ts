/// <reference lib="dom" />
/** The editor: CodeMirror with QuestDB's words. */
import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { SQLDialect } from "@codemirror/lang-sql";
import {
  bracketMatching,
  HighlightStyle,
  LanguageSupport,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Range, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { SqlNames } from "../../sql/names.ts";
import { suggest } from "./completions.ts";

/** Options for {@linkcode openEditor}. */
export interface EditorOptions {
  text: string;
  names(): SqlNames;
  /** Called for Ctrl+Enter. */
  run(): void;
}

/** The editor of a page. */
export interface SqlEditor {
  readonly text: string;
  /** What is selected, with its place; all of it if nothing is. */
  readonly wanted: { sql: string; start: number };
  replace(text: string): void;
  /** Writes at the cursor. */
  insert(text: string): void;
  /** Underlines the word at an index, or nothing. */
  mark(position: number | undefined): void;
  focus(): void;
}

const QUESTDB = SQLDialect.define({
  keywords:
    "select from where and or not in is null as distinct group order by asc desc limit sample " +
    "fill latest on partition asof lt splice join left right inner outer cross full with union except " +
    "intersect all case when then else end between like ilike within show explain columns tables declare " +
    "align calendar time zone offset prev linear none timestamp tolerance over rows range preceding " +
    "following unbounded current row partitions create insert update delete alter drop",
  types:
    "boolean byte short char int long float double string varchar symbol date uuid ipv4 binary " +
    "long256 geohash decimal interval",
  builtin: "true false",
  doubleQuotedStrings: false,
  spaceAfterDashes: false,
});

/** Colours that differ enough from both themes' panels. */
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.comment], color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--accent)" },
]);

const LOOK = EditorView.theme({
  "&": {
    fontSize: "13.5px",
    borderRadius: "8px",
    backgroundColor: "var(--panel)",
    color: "var(--text)",
  },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-1px" },
  ".cm-scroller": {
    fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
    lineHeight: "1.55",
    minHeight: "132px",
    maxHeight: "45vh",
  },
  ".cm-content": { caretColor: "var(--text)", padding: "10px 0" },
  ".cm-line": { padding: "0 12px" },
  ".cm-placeholder": { color: "var(--muted)" },
  ".cm-fault": { textDecoration: "underline wavy var(--bad) 1.5px", textUnderlineOffset: "3px" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  ".cm-tooltip": {
    backgroundColor: "var(--panel)",
    color: "var(--text)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
    boxShadow: "0 8px 28px #0003",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "240px", fontFamily: "inherit" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--text)",
  },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginLeft: "14px" },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)" },
  ".cm-completionIcon": { display: "none" },
});

const setMark = StateEffect.define<number | undefined>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(found, { effects, docChanged, state }) {
    for (const effect of effects) {
      if (!effect.is(setMark)) continue;
      const at = effect.value;
      if (at === undefined || state.doc.length === 0) return Decoration.none;
      const from = Math.min(at, state.doc.length - 1);
      const word = /^[\w$"]+/.exec(state.sliceDoc(from))?.[0] ?? " ";
      const fault: Range<Decoration> = Decoration.mark({ class: "cm-fault" })
        .range(from, Math.min(from + word.length, state.doc.length));
      return Decoration.set([fault]);
    }
    return docChanged ? Decoration.none : found;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Opens the editor in a shadow root: there it may bring its own styles, which the page's policy would
 * refuse as an element.
 */
export function openEditor(host: HTMLElement, { text, names, run }: EditorOptions): SqlEditor {
  const root = host.attachShadow({ mode: "open" });
  const language = new LanguageSupport(QUESTDB.language, [
    QUESTDB.language.data.of({
      autocomplete: ({ state, pos, explicit }: {
        state: { doc: { toString(): string } };
        pos: number;
        explicit: boolean;
      }) => {
        const found = suggest(state.doc.toString(), pos, { names: names(), asked: explicit });
        return found ? { ...found, validFor: /^[\p{L}\p{N}_$]*$/u } : null;
      },
    }),
  ]);
  const view = new EditorView({
    doc: text,
    root,
    parent: root,
    extensions: [
      language,
      history(),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ icons: false, maxRenderedOptions: 60 }),
      syntaxHighlighting(COLOURS),
      LOOK,
      marks,
      EditorView.lineWrapping,
      placeholder("select … from …"),
      EditorView.contentAttributes.of({
        "aria-label": "SQL query. Ctrl+Enter runs it, Ctrl+Space completes.",
        "autocapitalize": "off",
        "autocorrect": "off",
        "spellcheck": "false",
      }),
      keymap.of([
        {
          key: "Mod-Enter",
          run: () => {
            run();
            return true;
          },
        },
        { key: "Tab", run: acceptCompletion }, // else Tab goes to the next control, as everywhere
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...historyKeymap,
        ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
      ]),
    ],
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    get wanted() {
      const { from, to } = view.state.selection.main;
      const selected = view.state.sliceDoc(from, to);
      if (selected.trim() !== "") return { sql: selected, start: from };
      return { sql: view.state.doc.toString(), start: 0 };
    },
    replace(next) {
      const changes = { from: 0, to: view.state.doc.length, insert: next };
      view.dispatch({ changes, selection: { anchor: next.length } });
    },
    insert(words) {
      view.dispatch(view.state.replaceSelection(words));
      view.focus();
    },
    mark: (position) => view.dispatch({ effects: setMark.of(position) }),
    focus: () => view.focus(),
  };
}
