/**
 * CodeMirror over every `<textarea data-editor="python|html|text">`.
 *
 * The hidden textarea holds the text: the editor copies every change into it and dispatches `input` on it, so that
 * forms, saving and the mark of unsaved edits work with and without this bundle. A `fumehood:mark` event on the
 * textarea shows the problem `{line, message}`, or clears it if there is no detail; `fumehood:goto` moves to `{line}`.
 */
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { editorExtensions } from "./codemirror-setup.js";
import { markProblem, problemMarker } from "./problem-marker.js";

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
        editorExtensions(
          area.dataset.editor,
          area.getAttribute("aria-label") ?? "",
          area.getAttribute("aria-describedby"),
        ),
        EditorState.readOnly.of(area.readOnly),
        problemMarker(),
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

/** Put the cursor on a line, and scroll that line to the middle of the editor. */
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
