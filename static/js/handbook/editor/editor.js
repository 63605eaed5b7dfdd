/**
 * CodeMirror over every `<textarea data-editor="python|html|text">`.
 *
 * The textarea stays the truth: it is hidden, kept in step, and fires `input` as if it had been typed into, so
 * that forms, saving and the mark of unsaved edits work alike with and without this bundle. A `fumehood:mark`
 * event on it, with `{line, message}` or nothing, shows or clears a problem; `fumehood:goto` with `{line}` moves there.
 */
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { setup } from "./codemirror-setup.js";
import { markProblem, problems } from "./problem-marker.js";

const MOUNTED = "editorMounted";

/** Put an editor over one textarea, once. */
function mount(area) {
  if (area.dataset[MOUNTED]) return;
  area.dataset[MOUNTED] = "yes";
  const nonce = document.querySelector('meta[name="csp-nonce"]')?.content ?? "";
  const view = new EditorView({
    state: EditorState.create({
      doc: area.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        setup(area.dataset.editor, area.getAttribute("aria-label") ?? "", area.getAttribute("aria-describedby")),
        EditorState.readOnly.of(area.readOnly),
        problems(),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          area.dispatchEvent(new Event("input", { bubbles: true }));
        }),
      ],
    }),
  });
  area.before(view.dom);
  area.hidden = true;
  area.addEventListener("fumehood:mark", (event) => markProblem(view, event.detail));
  area.addEventListener("fumehood:goto", (event) => goTo(view, event.detail.line));
}

/** Put the cursor on a line, in the middle of what is seen. */
function goTo(view, number) {
  const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
  view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
  view.focus();
}

function mountAll(root) {
  for (const area of root.querySelectorAll("textarea[data-editor]")) mount(area);
}

mountAll(document);
document.addEventListener("htmx:load", (event) => mountAll(event.target));
