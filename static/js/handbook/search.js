/** The search of the handbook: / focuses it, j and k move through the hits, Enter opens one. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";

const box = () => document.getElementById("handbook-search");
const hits = () => [...document.querySelectorAll("#search-results .search-hit")];

function move(step) {
  const all = hits();
  if (!all.length) return false;
  const at = all.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : -1) : at + step;
  if (next < 0) box().focus();
  else all[Math.min(next, all.length - 1)].focus();
  return true;
}

onCommand("search", () => {
  if (!box()) {
    location.assign("/handbook/search");
    return true;
  }
  box().focus();
  box().select();
  return true;
});
onCommand("next-hit", () => move(1));
onCommand("previous-hit", () => move(-1));

behaviour("#handbook-search", (input) => {
  if (location.pathname.endsWith("/search")) input.focus();
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && move(1)) event.preventDefault();
    if (event.key === "Escape" && input.value) {
      event.preventDefault();
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (event.key === "Enter" && hits().length) {
      event.preventDefault();
      hits()[0].click();
    }
  });
});

behaviour("#search-results", (results) => {
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && move(step)) event.preventDefault();
    if (event.key === "Escape") box().focus();
  });
});
