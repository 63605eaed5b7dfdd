/** Commands: run by key, from the palette, from the menu or from a button; the palette's list in the page names them. */
import { behaviour } from "./behaviours.js";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const PATIENCE = 900;
const actions = new Map();
const bindings = [];
let before = "";
let beforeAt = 0;

/** Say what the command `id` does; `action` returns false where it does not apply, and the key goes on. */
export function onCommand(id, action) {
  actions.set(id, action);
}

/** Do it. */
export function run(id) {
  return actions.get(id)?.() !== false && actions.has(id);
}

function pressed(event) {
  const parts = [];
  if (MAC ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && (event.key.length > 1 || /[A-Z]/.test(event.key))) parts.push("shift");
  return [...parts, event.key].join("+");
}

/** Whether a key is meant as text, or for the control that has the focus. */
function writing(event) {
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  if (at.isContentEditable || at.matches("input, textarea, select")) return true;
  return event.key === "Enter" && at.matches("a, button, summary, [role=tab], [role=separator]");
}

function find(keys) {
  return bindings.find(([bound]) => bound === keys);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const keys = pressed(event);
  // What lies on top has the keys for itself; only the palette's own key goes through, to close it again.
  if (document.querySelector("dialog[open], [popover]:popover-open") && keys !== "mod+k") return;
  const always = keys.startsWith("mod+") || event.key === "Escape" || event.key === "F6";
  if (!always && writing(event)) return;
  const chord = Date.now() - beforeAt < PATIENCE ? find(`${before} ${keys}`) : undefined;
  before = keys;
  beforeAt = Date.now();
  const [, id, href] = chord ?? find(keys) ?? [];
  if (!id) return;
  if (href) {
    event.preventDefault();
    location.assign(href);
  } else if (run(id)) {
    event.preventDefault();
  }
});

behaviour("[data-run]", (item) => {
  if (item.dataset.keys) bindings.push([item.dataset.keys, item.dataset.run, item.dataset.href]);
});
behaviour("[data-command]", (button) => button.addEventListener("click", () => run(button.dataset.command)));
// The native menu speaks to the page so; it listens to nothing that the page says.
document.addEventListener("fumehood:run", (event) => run(event.detail));

const NAMES = { mod: MAC ? "⌘" : "Ctrl", shift: MAC ? "⇧" : "Shift", Enter: "Enter", Escape: "Esc" };
behaviour("kbd", (key) => {
  key.textContent = key.textContent
    .replace(/\b(mod|shift|Escape)\b/g, (name) => NAMES[name])
    .replace(/\+([a-z])$/, (_all, letter) => `+${letter.toUpperCase()}`)
    .replaceAll("+", MAC ? "" : " ");
});
