/** A movable border as in the ARIA Authoring Practices: by arrows, Home, End, Enter and pointer. */
import { behaviour } from "./behaviours.js";
import { layoutValue, setLayout } from "./layout.js";

const STEP = 2;

function start(splitter) {
  const least = Number(splitter.getAttribute("aria-valuemin"));
  const most = Number(splitter.getAttribute("aria-valuemax"));
  const key = `split-${splitter.dataset.splitter}`;
  const usual = Number(splitter.getAttribute("aria-valuenow"));
  const parent = splitter.parentElement;
  const flat = () => getComputedStyle(parent).flexDirection === "column";

  const set = (share) => {
    const value = Math.min(most, Math.max(least, share));
    parent.style.setProperty("--split", `${value}%`);
    splitter.setAttribute("aria-valuenow", Math.round(value));
    return value;
  };
  const turn = () => splitter.setAttribute("aria-orientation", flat() ? "horizontal" : "vertical");
  const now = () => Number(splitter.getAttribute("aria-valuenow"));

  splitter.addEventListener("keydown", (event) => {
    const to = {
      ArrowLeft: now() - STEP,
      ArrowUp: now() - STEP,
      ArrowRight: now() + STEP,
      ArrowDown: now() + STEP,
      Home: least,
      End: most,
      Enter: usual,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
    setLayout(key, now());
  });
  splitter.addEventListener("pointerdown", (event) => {
    splitter.setPointerCapture(event.pointerId);
    splitter.classList.add("dragging");
  });
  splitter.addEventListener("pointermove", (event) => {
    if (!splitter.hasPointerCapture(event.pointerId)) return;
    const box = parent.getBoundingClientRect();
    set(flat() ? ((event.clientY - box.top) / box.height) * 100 : ((event.clientX - box.left) / box.width) * 100);
  });
  splitter.addEventListener("pointerup", () => {
    splitter.classList.remove("dragging");
    setLayout(key, now());
  });
  new ResizeObserver(turn).observe(parent);
  set(layoutValue(key) ?? usual);
  turn();
}

behaviour("[data-splitter]", start);
