/** Search in a body: marks every place, Enter and Shift+Enter go from one to the next. */
import { behaviour } from "../core/behaviours.js";

const MOST = 5_000; // places that are marked
const ALL = "found";
const CURRENT = "found-current";

/** Return a Range for each place of `wanted` in the text of an element, in any case. */
function places(element, wanted) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push([text.length, node]);
    text += node.data;
  }
  // Unlike toLowerCase on the whole, this keeps every character at its place.
  const lower = Array.from({ length: text.length }, (_, at) => {
    const small = text[at].toLowerCase();
    return small.length === 1 ? small : text[at];
  }).join("");
  const point = (at) => {
    let low = 0;
    let high = nodes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (nodes[middle][0] <= at) low = middle;
      else high = middle - 1;
    }
    return [nodes[low][1], at - nodes[low][0]];
  };
  const found = [];
  for (let at = lower.indexOf(wanted); at >= 0 && found.length < MOST; at = lower.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    range.setStart(...point(at));
    range.setEnd(...point(at + wanted.length));
    found.push(range);
  }
  return found;
}

behaviour("[data-find-in-text]", (input) => {
  const box = input.closest(".response-source");
  const said = box.querySelector("[data-found]");
  const marks = globalThis.CSS?.highlights;
  let found = [];
  let at = -1;

  const show = () => {
    const none = input.value && found.length === 0;
    const words = said.dataset.found.replace("{n}", at + 1).replace("{all}", found.length);
    said.textContent = none ? said.dataset.none : found.length ? words : "";
    marks?.delete(ALL);
    marks?.delete(CURRENT);
    if (found.length === 0) return;
    marks?.set(ALL, new Highlight(...found));
    marks?.set(CURRENT, new Highlight(found[at]));
    const { top, bottom } = found[at].getBoundingClientRect();
    const scroller = box.closest(".detail-pane") ?? document.scrollingElement;
    const around = scroller.getBoundingClientRect();
    if (top < around.top + 80 || bottom > around.bottom - 20) scroller.scrollTop += top - around.top - 160;
  };
  const search = () => {
    found = input.value ? places(box.querySelector("code"), input.value.toLowerCase()) : [];
    at = found.length ? 0 : -1;
    show();
  };
  input.addEventListener("input", search);
  // The colours of the text arrive later and replace its nodes.
  box.addEventListener("htmx:afterSwap", () => {
    if (input.value) search();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || found.length === 0) return;
    event.preventDefault();
    at = (at + (event.shiftKey ? found.length - 1 : 1)) % found.length;
    show();
  });
});
