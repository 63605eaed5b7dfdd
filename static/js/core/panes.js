/** F6 goes from pane to pane, as desktop programs have it: each element with `data-pane` is one. */
import { onCommand } from "./commands.js";

function go(step) {
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

onCommand("panes", () => go(1));
onCommand("panes-back", () => go(-1));
