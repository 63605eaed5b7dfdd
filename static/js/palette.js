/** The palette: every command and page by a few letters of its name. */
import { behaviour } from "./behaviours.js";
import { onCommand, run } from "./commands.js";

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
  const shown = () => [...list.children].filter((item) => !item.hidden);

  const choose = (item) => {
    for (const other of items) other.setAttribute("aria-selected", other === item);
    input.setAttribute("aria-activedescendant", item?.id ?? "");
    item?.scrollIntoView({ block: "nearest" });
  };
  const narrow = () => {
    const typed = input.value.trim().toLowerCase();
    const fits = new Map(items.map((item) => [item, fit(typed, item.firstElementChild.textContent)]));
    for (const item of items) item.hidden = fits.get(item) === 0;
    list.append(...(typed ? [...items].sort((one, other) => fits.get(other) - fits.get(one)) : items));
    none.hidden = shown().length > 0;
    choose(shown()[0]);
  };
  const act = (item) => {
    palette.close();
    if (item.dataset.href) location.assign(item.dataset.href);
    else run(item.dataset.run);
  };

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    const all = shown();
    const at = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]);
    } else if (event.key === "Enter" && all[at]) {
      event.preventDefault();
      act(all[at]);
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
