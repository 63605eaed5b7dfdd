/** Short messages that disappear by themselves, for news that needs no answer. */

const DURATION = 5000; // ms
const WITH_ACTION = 12000; // ms: somebody has to read it, and to reach the button

/** Show `text`, with a button if there is an `action`; a screen reader reads it when it is idle. */
export function toast(text, { label, action } = {}) {
  const place = document.querySelector(".toasts");
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = text;
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet small";
    button.textContent = label;
    button.addEventListener("click", () => {
      note.remove();
      action();
    });
    note.append(" ", button);
  }
  place.replaceChildren(note);
  setTimeout(() => note.remove(), action ? WITH_ACTION : DURATION);
}
