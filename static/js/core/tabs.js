/** Tabs after the ARIA Authoring Practices; the last tab of each kind is kept for the next page of that kind. */
import { behaviour } from "./behaviours.js";
import { recall, remember } from "./storage.js";

/** Show the tab called `id`, if these tabs have it; `focus` moves the keyboard there too. */
export function show(tabs, id, { focus = false, keep = true } = {}) {
  const list = buttons(tabs);
  const wanted = list.find((button) => button.dataset.tab === id);
  if (!wanted) return;
  for (const button of list) {
    const on = button === wanted;
    button.setAttribute("aria-selected", on);
    button.tabIndex = on ? 0 : -1;
    const panel = document.getElementById(button.getAttribute("aria-controls"));
    if (panel) panel.hidden = !on;
    if (panel && on) panel.dispatchEvent(new CustomEvent("shown", { bubbles: false }));
  }
  if (focus) wanted.focus();
  reveal(wanted);
  if (keep) remember(`tab:${tabs.dataset.tabs}`, id);
}

/** Bring a tab into a row that is longer than there is room. */
function reveal(tab) {
  const row = tab.parentElement;
  const before = tab.offsetLeft - row.offsetLeft;
  const after = before + tab.offsetWidth - row.clientWidth;
  if (row.scrollLeft > before) row.scrollLeft = before;
  else if (row.scrollLeft < after) row.scrollLeft = after;
}

const buttons = (tabs) => [...tabs.querySelectorAll(":scope > .tablist > [role=tab]")];

function start(tabs) {
  const list = tabs.querySelector(":scope > .tablist");
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) show(tabs, tab.dataset.tab);
  });
  list.addEventListener("keydown", (event) => {
    const all = buttons(tabs).filter((button) => button.getClientRects().length);
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    show(tabs, all[(to + all.length) % all.length].dataset.tab, { focus: true });
  });
  const last = recall(`tab:${tabs.dataset.tabs}`);
  // After htmx has looked at the panels, so that one that fetches itself hears that it is shown.
  if (last) queueMicrotask(() => show(tabs, last, { keep: false }));
}

behaviour("[data-tabs]", start);
