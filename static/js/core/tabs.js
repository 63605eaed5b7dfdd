/** Tabs as in the ARIA Authoring Practices. The last tab of a kind is chosen again on the next page of that kind. */
import { behaviour } from "./behaviours.js";
import { session } from "./storage.js";

const EDGE = 28; // px, wider than the faded end of a row

/**
 * Show the tab `id`, or the one that holds it or has a tab `id` inside, if there is one; `focus` focuses it too,
 * `keep` remembers it for the session.
 */
export function showTab(tabs, id, { focus = false, keep = true } = {}) {
  const list = buttons(tabs);
  const inner = [...tabs.querySelectorAll(`.tabpanel [role=tab][data-tab="${CSS.escape(id)}"]`)][0];
  const around = inner?.closest("[data-tabs]");
  const wanted =
    list.find((button) => button.dataset.tab === id) ??
    list.find((button) => button.dataset.holds?.split(" ").includes(id)) ??
    list.find((button) => button.getAttribute("aria-controls") === around?.closest("[role=tabpanel]")?.id);
  if (!wanted) return;
  if (around && wanted.dataset.tab !== id) showTab(around, id, { keep });
  for (const button of list) {
    const on = button === wanted;
    button.setAttribute("aria-selected", on);
    button.tabIndex = on ? 0 : -1;
    const panel = document.getElementById(button.getAttribute("aria-controls"));
    if (panel) panel.hidden = !on;
    if (panel && on) announce(panel);
  }
  if (focus) wanted.focus();
  reveal(wanted);
  if (keep) session.set(`tab:${tabs.dataset.tabs}`, id);
}

/** Tell a panel, and the one that is chosen among the tabs in it, that it is shown now: it may fetch its content. */
function announce(panel) {
  panel.dispatchEvent(new CustomEvent("shown", { bubbles: false }));
  for (const nested of panel.querySelectorAll(":scope > [data-tabs]"))
    for (const chosen of buttons(nested).filter((button) => button.getAttribute("aria-selected") === "true"))
      announce(document.getElementById(chosen.getAttribute("aria-controls")));
}

/** Scroll the row of tabs until `tab` is visible, and a part of the next one, which the edge of the row fades out. */
function reveal(tab) {
  const row = tab.parentElement;
  const [around, box] = [row.getBoundingClientRect(), tab.getBoundingClientRect()];
  const before = box.left - around.left - EDGE;
  const after = box.right - around.right + EDGE;
  if (before < 0) row.scrollLeft += before;
  else if (after > 0) row.scrollLeft += after;
}

/** Fade out the ends of a row at which tabs are hidden, and keep the chosen one visible when its width changes. */
function fadeEnds(row) {
  const mark = () => {
    row.classList.toggle("more-before", row.scrollLeft > 1);
    row.classList.toggle("more-after", row.scrollLeft + row.clientWidth < row.scrollWidth - 1);
  };
  row.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(() => {
    const chosen = row.querySelector('[aria-selected="true"]');
    if (chosen) reveal(chosen);
    mark();
  }).observe(row);
}

const rowOf = (tabs) => tabs.querySelector(":scope > .tablist, :scope > .tab-strip > .tablist");
const buttons = (tabs) => [...rowOf(tabs).querySelectorAll(":scope > [role=tab]")];

function start(tabs) {
  const list = rowOf(tabs);
  fadeEnds(list);
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
