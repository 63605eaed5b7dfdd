/** The palette: every command and page by a few letters of its name, and below them what the handbook says. */
import { behaviour } from "./behaviours.js";
import { onCommand, run } from "./commands.js";

const QUIET = 120;
const LEAST = 3;

/** The palette's items for what the handbook has, as our own server draws them. */
async function ask(typed) {
  try {
    const answer = await fetch(`/handbook/search?in=palette&q=${encodeURIComponent(typed)}`);
    return answer.ok ? await answer.text() : "";
  } catch {
    return ""; // without the handbook the commands are still there
  }
}

/** How well `typed` fits `name`: 3 at its beginning, 2 at that of a word, 1 somewhere, 0 not at all. */
function fit(typed, name) {
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

  /** What the handbook says to what is typed; a later key makes an earlier answer worthless. */
  const look = async (typed) => {
    asked = typed;
    await new Promise((done) => setTimeout(done, QUIET));
    if (asked !== typed) return;
    const answer = typed.length < LEAST ? "" : await ask(typed);
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
    const fits = new Map(items.map((item) => [item, fit(typed, item.firstElementChild.textContent)]));
    for (const item of items) item.hidden = fits.get(item) === 0;
    found.before(...(typed ? [...items].sort((one, other) => fits.get(other) - fits.get(one)) : items));
    if (!typed) found.replaceChildren();
    none.hidden = shown().length > 0 || typed.length >= LEAST;
    choose(shown()[0]);
    look(typed);
  };
  const act = (item) => {
    palette.close();
    if (item.dataset.href) location.assign(item.dataset.href);
    else run(item.dataset.run);
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
