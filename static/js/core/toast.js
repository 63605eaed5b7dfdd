/** A short message that goes by itself; only for what needs no answer. */

const STAYS = 5000;

/** Say `text`, politely. */
export function toast(text) {
  const place = document.querySelector(".toasts");
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = text;
  place.replaceChildren(note);
  setTimeout(() => note.remove(), STAYS);
}
