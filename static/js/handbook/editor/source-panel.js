/** The source panel of a lab: saved on purpose, guarded while it is not, marked where the guest stumbled. */
import { behaviour } from "../../core/behaviours.js";
import { onCommand } from "../../core/commands.js";
import { show } from "../../core/tabs.js";

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
  area.dataset.saved = area.defaultValue; // what the page came with, whatever was typed before this ran
  area.addEventListener("input", showUnsaved);
});

behaviour("[data-close-dialog]", (button) => {
  button.addEventListener("click", () => button.closest("dialog").close());
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
  if (tab) show(tabs, tab.dataset.tab);
}

/** Where there is no editor over it: select the line in the plain textarea. */
function goToLine(area, number) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[number - 1]?.length ?? 0));
}

// The state that comes back names the line where the guest stumbled, or none: the mark follows it.
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

// What was sent is what is saved, even if it was typed on meanwhile.
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
