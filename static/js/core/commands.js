/** Commands: run by a key, the palette, the menu or a button. The items of the palette in the page define their keys. */
import { behaviour } from "./behaviours.js";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const CHORD_TIME = 900; // ms between the two keys of a chord such as `g h`
const actions = new Map();
const bindings = [];
let before = "";
let beforeAt = 0;

/** Register the action of the command `id`; it returns false if it does not apply, and the key keeps its own effect. */
export function onCommand(id, action) {
  actions.set(id, action);
}

/** Run the command `id`; return whether it applied. */
export function runCommand(id) {
  return actions.get(id)?.() !== false && actions.has(id);
}

function pressed(event) {
  const parts = [];
  if (MAC ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && (event.key.length > 1 || /[A-Z]/.test(event.key))) parts.push("shift");
  return [...parts, event.key].join("+");
}

/** Whether a key press is text, or meant for the control that has the focus. */
function writing(event) {
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  if (at.isContentEditable || at.matches("input:not([type=checkbox]), textarea, select")) return true;
  return event.key === "Enter" && at.matches("a, button, summary, [role=tab], [role=separator]");
}

function find(keys) {
  return bindings.find(([bound]) => bound === keys);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const keys = pressed(event);
  // An open dialog or popover gets all keys but mod+k, which closes the palette.
  if (document.querySelector("dialog[open], [popover]:popover-open") && keys !== "mod+k") return;
  const always = keys.startsWith("mod+") || event.key === "Escape" || event.key === "F6";
  if (!always && writing(event)) return;
  const chord = Date.now() - beforeAt < CHORD_TIME ? find(`${before} ${keys}`) : undefined;
  before = keys;
  beforeAt = Date.now();
  const [, id, href] = chord ?? find(keys) ?? [];
  if (!id) return;
  if (href) {
    event.preventDefault();
    location.assign(href);
  } else if (runCommand(id)) {
    event.preventDefault();
  }
});

behaviour("[data-run]", (item) => {
  if (item.dataset.keys) bindings.push([item.dataset.keys, item.dataset.run, item.dataset.href]);
});
behaviour("[data-command]", (button) => button.addEventListener("click", () => runCommand(button.dataset.command)));
// The native menu runs commands with this event.
document.addEventListener("fumehood:run", (event) => runCommand(event.detail));

const NAMES = { mod: MAC ? "⌘" : "Ctrl", shift: MAC ? "⇧" : "Shift", Enter: "Enter", Escape: "Esc" };
behaviour("kbd", (key) => {
  key.textContent = key.textContent
    .replace(/\b(mod|shift|Escape)\b/g, (name) => NAMES[name])
    .replace(/\+([a-z])$/, (_all, letter) => `+${letter.toUpperCase()}`)
    .replaceAll("+", MAC ? "" : " ");
});
