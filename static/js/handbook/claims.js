/** The claims of a page: answers from the keyboard, and moving the focus to the verdict when it arrives. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";

/** The id of the claim that had the focus when its answer was sent. */
let answering = "";

const open = () => [...document.querySelectorAll('.claim[data-state="open"]')];
const target = (claim) => claim.querySelector("[data-focus]");

/** Return the top edge of the visible part of the page, below the sticky bar, in pixels. */
const top = () => document.querySelector(".topbar")?.getBoundingClientRect().bottom ?? 0;

/** Answer the claim that has the focus, and no other, so that no key press is a guess by accident. */
function answer(guess) {
  const button = document.activeElement?.closest('.claim[data-state="open"]')?.querySelector(`[value="${guess}"]`);
  if (!button) return false;
  button.click();
  return true;
}

onCommand("say-true", () => answer("holds"));
onCommand("say-false", () => answer("fails"));
onCommand("next-claim", () => {
  const all = open();
  if (!all.length) return false;
  const here = document.activeElement ?? document.body;
  const after = all.find(
    (claim) => !claim.contains(here) && here.compareDocumentPosition(claim) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const ahead = all.find((claim) => target(claim).getBoundingClientRect().top >= top());
  const claim = (here === document.body ? ahead : after) ?? all[0];
  target(claim).focus({ preventScroll: true });
  claim.scrollIntoView({ block: "center" });
  return true;
});

/** Focus the open claim that a link led to, so that a key answers it, unless the claim is out of sight. */
function focusLinkedClaim() {
  const button = document.querySelector('.claim[data-state="open"]:target [data-focus]');
  if (!button || document.activeElement !== document.body) return;
  const { top: above, bottom } = button.getBoundingClientRect();
  if (above >= top() && bottom <= innerHeight) button.focus({ preventScroll: true });
}

// The browser scrolls to the target of the address only after everything has loaded.
const linked = () => requestAnimationFrame(focusLinkedClaim);
if (document.readyState === "complete") linked();
else addEventListener("load", linked);
addEventListener("hashchange", linked);

document.addEventListener("htmx:beforeRequest", (event) => {
  const claim = event.detail.elt.closest(".claim");
  if (!claim) return;
  if (event.detail.elt !== claim && claim.contains(document.activeElement)) answering = claim.id;
});

/** Show an explanation that was folded; only its text stays. */
const reveal = (held) => {
  held.classList.add("revealed");
  held.querySelector(".held-prose-open").setAttribute("aria-expanded", "true");
};
behaviour(".held-prose-open", (button) => {
  button.addEventListener("click", () => {
    const held = button.closest(".held-prose");
    reveal(held);
    const text = held.querySelector(".held-prose-text");
    text.tabIndex = -1;
    text.focus({ preventScroll: true });
  });
});

// What shows the answer is revealed once the claim before it has been predicted.
behaviour('.claim:not([data-state="open"])', (claim) => {
  const picture = claim.nextElementSibling;
  if (picture?.matches('.live-journey[data-state="held"]')) picture.dispatchEvent(new CustomEvent("draw"));
  if (picture?.matches("details.spoiler")) picture.open = true;
  if (picture?.matches(".held-prose")) reveal(picture);
});

behaviour(".claim", (claim) => {
  if (claim.id !== answering) return;
  target(claim)?.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "nearest" });
  if (claim.dataset.state !== "running") answering = "";
});
