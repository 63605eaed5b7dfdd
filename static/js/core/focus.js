/** Who has the focus in a part of the page keeps it when htmx brings that part anew. */
const REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

const reachable = (part) => [...part.querySelectorAll(REACHABLE)].filter((one) => one.getClientRects().length);

/** What a control is to its user: the same control of the next version has the same. */
const sameness = (control) =>
  control.id ||
  [
    control.tagName,
    control.getAttribute("role"),
    control.getAttribute("aria-label") ?? control.textContent.trim(),
  ].join(" ");

let pressed = null; // the control that asked: it is disabled, so without focus, until the answer comes
let kept = null;

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  const at = document.activeElement;
  if (detail.elt === at) pressed = { target: detail.target, same: sameness(at) };
});
// Who has gone on to something else meanwhile stays there.
document.addEventListener("focusin", () => {
  pressed = null;
});

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const at = document.activeElement;
  if (at !== target && target.contains(at)) kept = { target, id: target.id, same: sameness(at) };
  else if (pressed?.target === target && at === document.body) kept = { ...pressed, id: target.id };
  else kept = null;
});

document.addEventListener("htmx:afterSettle", () => {
  if (!kept) return;
  const { target, id, same } = kept;
  kept = null;
  // After the tabs of the new part have chosen one, and before any key can be pressed.
  queueMicrotask(() => {
    const part = target.isConnected ? target : document.getElementById(id);
    if (!part || document.activeElement !== document.body) return;
    const again = reachable(part).find((control) => sameness(control) === same);
    (again ?? part.querySelector('[role=tab][aria-selected="true"]') ?? part).focus({ preventScroll: true });
  });
});
