/** F6 moves the focus from pane to pane, as in desktop programs; each element with `data-pane` is a pane. */
import { onCommand } from "./commands.js";

function focusPane(step) {
  const panes = [...document.querySelectorAll("[data-pane]")].filter(
    (pane) => pane.offsetParent !== null || pane.matches(".topbar"),
  );
  const inner = panes.filter((pane) => !panes.some((other) => other !== pane && pane.contains(other)));
  if (inner.length === 0) return false;
  const at = inner.findIndex((pane) => pane.contains(document.activeElement));
  const pane = inner[(at + step + inner.length) % inner.length];
  const target = pane.matches("[tabindex]") ? pane : pane.querySelector("a, button, input, select, [tabindex='0']");
  target?.focus();
  return true;
}

onCommand("panes", () => focusPane(1));
onCommand("panes-back", () => focusPane(-1));
