/** Tells the server how far the reader has come on a lab's page, and goes to the line that an address names. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";
import { post } from "../core/requests.js";

const PAUSE = 900; // ms without scrolling before the place is sent
const READ_ABOVE = 0.35; // of the window's height: everything above that point counts as read

function reached(page) {
  const places = [...page.querySelectorAll(".prose > :is(h2, h3)[id], .claim[id], .live-journey[id]")];
  return places.filter((place) => place.getBoundingClientRect().top < innerHeight * READ_ABOVE).at(-1)?.id;
}

behaviour(".lab[data-lab]", (page) => {
  let timer = 0;
  let told = location.hash.slice(1);
  const tell = () => {
    const anchor = reached(page);
    if (!anchor || anchor === told) return;
    told = anchor;
    post(`/handbook/${page.dataset.lab}/here`, { anchor });
  };
  addEventListener(
    "scroll",
    () => {
      clearTimeout(timer);
      timer = setTimeout(tell, PAUSE);
    },
    { passive: true },
  );
});

/** Go to the line of the source that an address such as `#source=app.py:12` names. */
function toLine() {
  const match = /^#source=(.+):(\d+)$/.exec(decodeURIComponent(location.hash));
  if (!match) return;
  const area = document.querySelector(`textarea[data-file="${CSS.escape(match[1])}"]`);
  area?.dispatchEvent(new CustomEvent("handbook:line", { bubbles: true, detail: Number(match[2]) }));
}

behaviour(".lab-source", () => queueMicrotask(toLine));
addEventListener("hashchange", toLine);

onCommand("print", () => {
  window.print();
  return true;
});

for (const [command, rel] of [
  ["next-lab", "next"],
  ["previous-lab", "prev"],
]) {
  onCommand(command, () => {
    const link = document.querySelector(`.adjacent-labs [rel="${rel}"]`);
    link?.click();
    return Boolean(link);
  });
}
