/** The CodeMirror extensions of our editors: keys, languages, and colours from the design tokens of the page. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const LANGUAGES = { python, html };

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.tagName], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "tok-number" },
  { tag: [tags.comment, tags.meta], class: "tok-comment" },
  {
    tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className],
    class: "tok-function",
  },
  { tag: [tags.attributeName, tags.propertyName], class: "tok-attribute" },
  { tag: [tags.punctuation, tags.operator, tags.bracket], class: "tok-punctuation" },
]);

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--sunken)", color: "var(--text)", fontSize: "13px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--text-quiet)", border: "0", paddingLeft: "8px" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "24px", padding: "0 8px 0 4px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--hover)" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--selected)",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--quiet-ground)",
    outline: "1px solid var(--control-line)",
  },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-ground)" },
  ".cm-problem": { backgroundColor: "var(--bad-ground)" },
  ".cm-problem-message": {
    padding: "4px 16px 6px 8px",
    backgroundColor: "var(--bad-ground)",
    color: "var(--bad)",
    font: "500 12px/18px var(--sans)",
    whiteSpace: "pre-wrap",
  },
});

/** Return the extensions for `language` (python, html or text); `label` names the editor for assistive technology. */
export function editorExtensions(language, label, describedBy) {
  const attributes = { "aria-label": label, tabindex: "0" };
  if (describedBy) attributes["aria-describedby"] = describedBy;
  return [
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    indentUnit.of("    "),
    EditorState.tabSize.of(4),
    EditorView.contentAttributes.of(attributes),
    // After Escape, CodeMirror lets one Tab through, so that the keyboard can leave the editor.
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    LANGUAGES[language]?.() ?? [],
    syntaxHighlighting(colours),
    theme,
  ];
}
