/** The palette: every command and page by a few letters of its name. */
import { behaviour } from "./behaviours.js";
import { onCommand, run } from "./commands.js";

/** Whether the letters of `typed` stand in `name` in that order. */
export function fits(typed, name) {
  let from = 0;
  for (const letter of typed.toLowerCase().replace(/\s/g, "")) {
    from = name.toLowerCase().indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

behaviour("#palette", (palette) => {
  const input = palette.querySelector("input");
  const none = palette.querySelector(".palette-none");
  const items = [...palette.querySelectorAll(".palette-item:not([data-unlisted])")];
  const shown = () => items.filter((item) => !item.hidden);

  const choose = (item) => {
    for (const other of items) other.setAttribute("aria-selected", other === item);
    input.setAttribute("aria-activedescendant", item?.id ?? "");
    item?.scrollIntoView({ block: "nearest" });
  };
  const narrow = () => {
    const typed = input.value.trim().toLowerCase();
    for (const item of items) item.hidden = !fits(typed, item.firstElementChild.textContent);
    none.hidden = shown().length > 0;
    choose(shown().find((item) => item.textContent.toLowerCase().includes(typed)) ?? shown()[0]);
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
