/** Claims in the text: predicted from the keyboard too, the eye is led to the verdict, and a saved lab is decided anew. */
import { behaviour } from "./behaviours.js";
import { onCommand } from "./commands.js";

/** The claim in which the keyboard was when it began to be answered, by id. */
let answering = "";

const open = () => [...document.querySelectorAll('.claim[data-state="open"]')];

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
  const after = all.find((claim) => !claim.contains(here) && here.compareDocumentPosition(claim) & Node.DOCUMENT_POSITION_FOLLOWING);
  const claim = here === document.body ? all[0] : (after ?? all[0]);
  claim.querySelector("[data-focus]").focus({ preventScroll: true });
  claim.scrollIntoView({ block: "center" });
  return true;
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const claim = event.detail.elt.closest(".claim");
  if (!claim) return;
  if (event.detail.elt !== claim && claim.contains(document.activeElement)) answering = claim.id;
});

// A picture that would have shown the answer waits until the claim before it is predicted.
behaviour('.claim:not([data-state="open"])', (claim) => {
  const picture = claim.nextElementSibling;
  if (picture?.matches('.look[data-state="held"]')) picture.dispatchEvent(new CustomEvent("draw"));
  if (picture?.matches("details.held")) picture.open = true;
});

behaviour(".claim", (claim) => {
  if (claim.id !== answering) return;
  const target = claim.querySelector("[data-focus]");
  target?.focus({ preventScroll: true });
  claim.scrollIntoView({ block: "nearest" });
  if (claim.dataset.state !== "running") answering = "";
});
