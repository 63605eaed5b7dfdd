/** The command palette: finds commands and pages by name, and passages of the handbook below them. */
import { behaviour } from "./behaviours.js";
import { onCommand, runCommand } from "./commands.js";

const TYPING_PAUSE = 120; // ms
const SHORTEST_QUERY = 3; // letters

/** Fetch the hits in the handbook, as items of the palette. */
async function fetchHits(typed) {
  try {
    const answer = await fetch(`/handbook/search?in=palette&q=${encodeURIComponent(typed)}`);
    return answer.ok ? await answer.text() : "";
  } catch {
    return ""; // the commands can be used without the handbook
  }
}

/** Rate how well `typed` matches `name`: 3 at its beginning, 2 at the beginning of a word, 1 elsewhere, 0 not at all. */
function rate(typed, name) {
  const at = name.toLowerCase().indexOf(typed);
  if (at < 0) return 0;
  if (at === 0) return 3;
  return name[at - 1] === " " ? 2 : 1;
}

behaviour("#palette", (palette) => {
  const input = palette.querySelector("input");
  const none = palette.querySelector(".palette-none");
  const items = [...palette.querySelectorAll(".palette-item:not([data-unlisted])")];
  const list = palette.querySelector(".palette-list");
  const found = palette.querySelector(".palette-hits");
  const all = () => [...items, ...found.children];
  const shown = () => [...list.querySelectorAll(".palette-item")].filter((item) => !item.hidden);
  let asked = "";

  /** Search the handbook after a pause in typing; an answer to an earlier text is dropped. */
  const searchHandbook = async (typed) => {
    asked = typed;
    await new Promise((done) => setTimeout(done, TYPING_PAUSE));
    if (asked !== typed) return;
    const answer = typed.length < SHORTEST_QUERY ? "" : await fetchHits(typed);
    if (asked !== typed) return;
    found.innerHTML = answer;
    none.hidden = shown().length > 0;
    if (!list.querySelector("[aria-selected=true]:not([hidden])")) choose(shown()[0]);
  };

  const choose = (item) => {
    for (const other of all()) other.setAttribute("aria-selected", other === item);
    input.setAttribute("aria-activedescendant", item?.id ?? "");
    item?.scrollIntoView({ block: "nearest" });
  };
  const narrow = () => {
    const typed = input.value.trim().toLowerCase();
    const fits = new Map(items.map((item) => [item, rate(typed, item.firstElementChild.textContent)]));
    for (const item of items) item.hidden = fits.get(item) === 0;
    found.before(...(typed ? [...items].sort((one, other) => fits.get(other) - fits.get(one)) : items));
    if (!typed) found.replaceChildren();
    none.hidden = shown().length > 0 || typed.length >= SHORTEST_QUERY;
    choose(shown()[0]);
    searchHandbook(typed);
  };
  const act = (item) => {
    palette.close();
    if (item.dataset.href) location.assign(item.dataset.href);
    else runCommand(item.dataset.run);
  };

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    const rows = shown();
    const at = rows.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(rows[(at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length]);
    } else if (event.key === "Enter" && rows[at]) {
      event.preventDefault();
      act(rows[at]);
    }
  });
  palette.addEventListener("click", (event) => {
    const item = event.target.closest(".palette-item");
    if (item) act(item);
  });
  onCommand("palette", () => {
    if (palette.open) return palette.close();
    input.value = "";
    narrow();
    palette.showModal();
    return true;
  });
});

onCommand("help", () => document.getElementById("help").showModal());
