/** Tabs as in the ARIA Authoring Practices. The last tab of a kind is chosen again on the next page of that kind. */
import { behaviour } from "./behaviours.js";
import { session } from "./storage.js";

/** Show the tab `id`, if these tabs have it; `focus` focuses it too, `keep` remembers it for the session. */
export function showTab(tabs, id, { focus = false, keep = true } = {}) {
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
  if (keep) session.set(`tab:${tabs.dataset.tabs}`, id);
}

/** Scroll the row of tabs until `tab` is visible. */
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
    if (tab) showTab(tabs, tab.dataset.tab);
  });
  list.addEventListener("keydown", (event) => {
    const all = buttons(tabs).filter((button) => button.getClientRects().length);
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    showTab(tabs, all[(to + all.length) % all.length].dataset.tab, { focus: true });
  });
  const last = session.get(`tab:${tabs.dataset.tabs}`);
  // Wait for htmx to process the panels: a panel that fetches its content listens for `shown`.
  if (last) queueMicrotask(() => showTab(tabs, last, { keep: false }));
}

behaviour("[data-tabs]", start);
