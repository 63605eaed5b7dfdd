/** The source panel of a lab: saving, the warning about unsaved edits, and going to the line of a problem. */
import { behaviour } from "../../core/behaviours.js";
import { onCommand } from "../../core/commands.js";
import { showTab } from "../../core/tabs.js";

const FORM = "source-form";
const OK = 200;

const panel = () => document.getElementById("lab-source");
const areas = () => [...(panel()?.querySelectorAll("textarea[data-file]") ?? [])];
const unsaved = () => areas().filter((area) => area.value !== area.dataset.saved);

function showUnsaved() {
  const dirty = unsaved();
  panel().querySelector(".source-unsaved").hidden = dirty.length === 0;
  for (const area of areas()) {
    const tab = panel().querySelector(`[aria-controls="${area.closest("[role=tabpanel]")?.id}"]`);
    tab?.classList.toggle("unsaved", dirty.includes(area));
  }
}

behaviour(".source-pane textarea", (area) => {
  area.dataset.saved = area.defaultValue; // the text as the server sent it, even if something was typed before this ran
  area.addEventListener("input", showUnsaved);
});

behaviour("[data-goto]", (button) => {
  button.addEventListener("click", () => {
    const area = areas().find((one) => one.dataset.file === button.dataset.gotoFile);
    if (area) goTo(area, Number(button.dataset.goto));
  });
});
document.addEventListener("handbook:line", (event) => goTo(event.target, event.detail));

function goTo(area, line) {
  reveal(area);
  area.dispatchEvent(new CustomEvent("fumehood:goto", { detail: { line } }));
  if (area.offsetParent) goToLine(area, line);
}

function reveal(area) {
  const tabs = area.closest("[data-tabs]");
  const tab = tabs?.querySelector(`[aria-controls="${area.closest("[role=tabpanel]")?.id}"]`);
  if (tab) showTab(tabs, tab.dataset.tab);
}

/** Select a line of a plain textarea, for the case that no editor covers it. */
function goToLine(area, number) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[number - 1]?.length ?? 0));
}

// The status that the server sends after a save names the line of the problem, if there is one.
behaviour(".source-state", (state) => {
  const restore = panel()?.querySelector("[data-restore-open]");
  if (restore) restore.hidden = state.dataset.changed !== "yes";
  for (const area of areas()) {
    const here = area.dataset.file === state.dataset.file;
    const detail = here ? { line: Number(state.dataset.line), message: state.dataset.message } : null;
    area.dispatchEvent(new CustomEvent("fumehood:mark", { detail }));
    if (here) reveal(area);
  }
});

// The text that was sent counts as saved, even if the reader has typed more since then.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id !== FORM) return;
  for (const area of areas()) area.dataset.sent = area.value;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.id !== FORM || event.detail.xhr.status !== OK) return;
  for (const area of areas()) area.dataset.saved = area.dataset.sent;
  showUnsaved();
});

onCommand("save", () => {
  if (!panel()) return false;
  document.getElementById(FORM).requestSubmit();
  return true;
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved().length) event.preventDefault();
});
