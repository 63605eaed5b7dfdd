/** Marks the line of a problem in the editor and shows the message below it. */
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { printable } from "../../core/printable.js";

const setProblem = StateEffect.define();

/** The message of the problem, in a block below the line. */
class ProblemMessage extends WidgetType {
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
    line.textContent = printable(this.text);
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
    Decoration.widget({ widget: new ProblemMessage(problem.message), block: true, side: 1 }).range(line.to),
  ]);
}

/** Return the editor extension that holds the mark. */
export function problemMarker() {
  return field;
}

/** Mark the problem `{line, message}`; clear the mark if `problem` is null. */
export function markProblem(view, problem) {
  view.dispatch({ effects: setProblem.of(problem ?? null) });
}
