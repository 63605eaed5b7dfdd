/** Short messages that disappear by themselves, for news that needs no answer. */

const DURATION = 5000; // ms

/** Show `text`; a screen reader reads it when it is idle. */
export function toast(text) {
  const place = document.querySelector(".toasts");
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = text;
  place.replaceChildren(note);
  setTimeout(() => note.remove(), DURATION);
}
