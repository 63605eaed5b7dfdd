/** Claims in the text: T and F predict, the eye is led to the verdict, and a saved lab is decided anew. */
import { behaviour } from "./behaviours.js";

const AT_ONCE = 2;

/** The claim in which the keyboard was when it began to be answered, by id. */
let answering = "";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!(event.target instanceof Element) || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const claim = event.target.closest('.claim[data-state="open"]');
  const button = claim?.querySelector(`[data-guess="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const claim = event.detail.elt.closest(".claim");
  if (!claim) return;
  if (event.detail.elt !== claim && claim.contains(document.activeElement)) answering = claim.id;
});

behaviour(".claim", (claim) => {
  if (claim.id !== answering) return;
  const target = claim.querySelector("[data-focus]");
  target?.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "nearest" });
  if (claim.dataset.state !== "running") answering = "";
});

/** Decide every claim that was predicted, a few at a time: the server has few threads. */
function decideAnew() {
  const waiting = [...document.querySelectorAll('.claim[data-state="decided"], .claim[data-state="stuck"]')];
  const next = () => {
    const claim = waiting.shift();
    if (!claim) return;
    const done = (event) => {
      if (event.detail.elt !== claim && event.detail.requestConfig?.elt !== claim) return;
      document.removeEventListener("htmx:afterRequest", done);
      next();
    };
    document.addEventListener("htmx:afterRequest", done);
    claim.dispatchEvent(new CustomEvent("decide"));
  };
  for (let i = 0; i < AT_ONCE; i += 1) next();
}

document.addEventListener("handbook:saved", decideAnew);
