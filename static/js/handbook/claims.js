/** Claims in the text: predicted from the keyboard too, the eye is led to the verdict, and a saved lab is decided anew. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";

/** The claim in which the keyboard was when it began to be answered, by id. */
let answering = "";

const open = () => [...document.querySelectorAll('.claim[data-state="open"]')];
const target = (claim) => claim.querySelector("[data-focus]");

/** Where the page begins to be seen, below the bar that stands on top of it. */
const top = () => document.querySelector(".topbar")?.getBoundingClientRect().bottom ?? 0;

/** Answer the claim in which the keyboard is; nowhere else, so that no key is a guess by accident. */
function say(guess) {
  const button = document.activeElement?.closest('.claim[data-state="open"]')?.querySelector(`[value="${guess}"]`);
  if (!button) return false;
  button.click();
  return true;
}

onCommand("say-true", () => say("holds"));
onCommand("say-false", () => say("fails"));
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

/** Who followed a link to an open claim can answer it at once; one that is out of sight is not answered unseen. */
function toLinked() {
  const button = document.querySelector('.claim[data-state="open"]:target [data-focus]');
  if (!button || document.activeElement !== document.body) return;
  const { top: above, bottom } = button.getBoundingClientRect();
  if (above >= top() && bottom <= innerHeight) button.focus({ preventScroll: true });
}

// Only when the browser has gone to it, which it does once all is there.
const linked = () => requestAnimationFrame(toLinked);
if (document.readyState === "complete") linked();
else addEventListener("load", linked);
addEventListener("hashchange", linked);

document.addEventListener("htmx:beforeRequest", (event) => {
  const claim = event.detail.elt.closest(".claim");
  if (!claim) return;
  if (event.detail.elt !== claim && claim.contains(document.activeElement)) answering = claim.id;
});

// A picture that would have shown the answer waits until the claim before it is predicted.
behaviour('.claim:not([data-state="open"])', (claim) => {
  const picture = claim.nextElementSibling;
  if (picture?.matches('.live-journey[data-state="held"]')) picture.dispatchEvent(new CustomEvent("draw"));
  if (picture?.matches("details.spoiler")) picture.open = true;
});

behaviour(".claim", (claim) => {
  if (claim.id !== answering) return;
  target(claim)?.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "nearest" });
  if (claim.dataset.state !== "running") answering = "";
});
