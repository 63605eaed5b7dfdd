/** The line where the guest stumbled: marked in the text, its message below it. */
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

const setProblem = StateEffect.define();

/** What the guest said, on a line of its own. */
class Message extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const line = document.createElement("div");
    line.className = "cm-problem-message";
    line.textContent = this.text;
    return line;
  }
}

const field = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects)
      if (effect.is(setProblem)) next = decorate(transaction.state, effect.value);
    return next;
  },
  provide: (self) => EditorView.decorations.from(self),
});

function decorate(state, problem) {
  if (!problem?.line || problem.line > state.doc.lines) return Decoration.none;
  const line = state.doc.line(problem.line);
  return Decoration.set([
    Decoration.line({ class: "cm-problem" }).range(line.from),
    Decoration.widget({ widget: new Message(problem.message), block: true, side: 1 }).range(line.to),
  ]);
}

/** The extension that holds the mark. */
export function problems() {
  return field;
}

/** Mark `{line, message}`, or clear the mark where there is none. */
export function markProblem(view, problem) {
  view.dispatch({ effects: setProblem.of(problem ?? null) });
}
