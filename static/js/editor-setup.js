/** How our editors behave and look: keys, languages, and colours that are the page's own tokens. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const LANGUAGES = { python, html };

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.tagName], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "tok-number" },
  { tag: [tags.comment, tags.meta], class: "tok-comment" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName)), tags.className], class: "tok-function" },
  { tag: [tags.attributeName, tags.propertyName], class: "tok-attribute" },
  { tag: [tags.punctuation, tags.operator, tags.bracket], class: "tok-punctuation" },
]);

/** Everything but the text: `language` is python, html or text; `label` names the editor for assistive technology. */
export function setup(language, label, describedBy) {
  const attributes = { "aria-label": label };
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
    // CodeMirror lets Tab through for the key press after Escape: the way out for the keyboard.
    keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
    LANGUAGES[language]?.() ?? [],
    syntaxHighlighting(colours),
    EditorView.theme({}),
  ];
}
