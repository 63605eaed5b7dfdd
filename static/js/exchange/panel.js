/** An exchange from the inside: the Journey's buttons, the way from an event to its tab, and the tab in the address. */
import { behaviour } from "../core/behaviours.js";
import { keep, kept } from "../core/storage.js";
import { show } from "../core/tabs.js";

const EXPLAIN = "journey:explain";
const SILENT = "tabs:silent";

/** Bring one exchange panel to life. */
export function start(panel) {
  const tabs = panel.querySelector("[data-tabs=exchange]");
  panel.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-tab]");
    if (opener) show(tabs, opener.dataset.openTab, { focus: true });
  });
  explaining(panel.querySelector("[data-journey-explain]"));
  opening(panel.querySelector("[data-journey-open]"));
  const more = panel.querySelector("[data-show-silent]");
  if (more) silent(more, tabs);
  if ("deep" in panel.dataset) address(tabs);
}

function explaining(button) {
  const journey = button.closest(".journey");
  const set = (on) => {
    button.setAttribute("aria-pressed", on);
    journey.classList.toggle("without-explanations", !on);
  };
  set(kept(EXPLAIN) !== "no");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    set(on);
    keep(EXPLAIN, on ? "yes" : "no");
  });
}

/** The tabs of what was silent come and go with a button. */
function silent(button, tabs) {
  const set = (on) => {
    button.setAttribute("aria-pressed", on);
    tabs.classList.toggle("silent-shown", on);
  };
  set(kept(SILENT) === "yes");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    set(on);
    keep(SILENT, on ? "yes" : "no");
  });
}

function opening(button) {
  const journey = button.closest(".journey");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    for (const line of journey.querySelectorAll(".journey-node > details")) line.open = on;
  });
}

/** The tab named in the address is shown, and the address follows the tab. */
function address(tabs) {
  const wanted = new URL(location.href).searchParams.get("tab");
  if (wanted) queueMicrotask(() => show(tabs, wanted));
  const list = tabs.querySelector("[role=tablist]");
  new MutationObserver(() => {
    const url = new URL(location.href);
    url.searchParams.set("tab", list.querySelector("[aria-selected=true]").dataset.tab);
    history.replaceState(history.state, "", url);
  }).observe(list, { subtree: true, attributeFilter: ["aria-selected"] });
}

behaviour("[data-exchange]", start);
