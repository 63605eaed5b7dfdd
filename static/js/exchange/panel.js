/** The exchange panel: the buttons of the Journey, links from an event to its tab, and the tab in the address. */
import { behaviour } from "../core/behaviours.js";
import { layoutValue, setLayout } from "../core/layout.js";
import { showTab } from "../core/tabs.js";

const EXPLANATIONS = "explanations";

/** Attach the behaviour of one exchange panel. */
function start(panel) {
  const tabs = panel.querySelector("[data-tabs=exchange]");
  panel.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-tab]");
    if (!opener) return;
    opener.closest("[popover]")?.hidePopover();
    const lens = opener.dataset.openTab;
    showTab(tabs, lens, { focus: true });
    panel
      .querySelector(`.tabpanel:not([hidden]) > [data-lens="${CSS.escape(lens)}"]:not(:first-child)`)
      ?.scrollIntoView();
  });
  toggleExplanations(panel.querySelector("[data-journey-explain]"));
  toggleDetails(panel.querySelector("[data-journey-open]"));
  if ("deep" in panel.dataset) followAddress(tabs);
}

function toggleExplanations(button) {
  const journey = button.closest(".journey");
  const set = (on) => {
    button.setAttribute("aria-pressed", on);
    journey.classList.toggle("without-explanations", !on);
  };
  set(layoutValue(EXPLANATIONS) !== 0);
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    set(on);
    setLayout(EXPLANATIONS, Number(on));
  });
}

function toggleDetails(button) {
  const journey = button.closest(".journey");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    for (const line of journey.querySelectorAll(".journey-node > details")) line.open = on;
  });
}

/** Show the tab that the address names, and keep the address in step with the chosen tab. */
function followAddress(tabs) {
  const wanted = new URL(location.href).searchParams.get("tab");
  if (wanted) queueMicrotask(() => showTab(tabs, wanted));
  const list = tabs.querySelector("[role=tablist]");
  new MutationObserver(() => {
    const url = new URL(location.href);
    url.searchParams.set("tab", list.querySelector("[aria-selected=true]").dataset.tab);
    history.replaceState(history.state, "", url);
  }).observe(list, { subtree: true, attributeFilter: ["aria-selected"] });
}

behaviour("[data-exchange]", start);
