/** Keeps the focus when htmx replaces the part of the page that has it. */
const REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

const reachable = (part) => [...part.querySelectorAll(REACHABLE)].filter((one) => one.getClientRects().length);

/** Return a key that a control has in common with its successor in the new part. */
const keyOf = (control) =>
  control.id ||
  [
    control.tagName,
    control.getAttribute("role"),
    control.getAttribute("aria-label") ?? control.textContent.trim(),
  ].join(" ");

let pressed = null; // the control that sent the request: it is disabled, and so without focus, until the answer arrives
let kept = null;

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const at = document.activeElement;
  if (detail.elt === at) pressed = { target: detail.target, same: keyOf(at) };
});
// If the user has focused something else in the meantime, the focus stays there.
document.addEventListener("focusin", () => {
  pressed = null;
});

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const at = document.activeElement;
  if (at !== target && target.contains(at)) kept = { target, id: target.id, same: keyOf(at) };
  else if (pressed?.target === target && at === document.body) kept = { ...pressed, id: target.id };
  else kept = null;
});

document.addEventListener("htmx:afterSettle", () => {
  if (!kept) return;
  const { target, id, same } = kept;
  kept = null;
  // Wait until the tabs of the new part have chosen one; no key can be pressed before that.
  queueMicrotask(() => {
    const part = target.isConnected ? target : document.getElementById(id);
    if (!part || document.activeElement !== document.body) return;
    const again = reachable(part).find((control) => keyOf(control) === same);
    (again ?? part.querySelector('[role=tab][aria-selected="true"]') ?? part).focus({ preventScroll: true });
  });
});
