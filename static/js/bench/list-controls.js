/** The controls of the list of exchanges: more filters, and sorting by a column. */
import { behaviour } from "../core/behaviours.js";
import { htmx } from "../core/requests.js";

behaviour("[data-more-filters]", (button) =>
  button.addEventListener("click", () => {
    const more = document.getElementById("more-filters");
    more.hidden = !more.hidden;
    button.setAttribute("aria-expanded", !more.hidden);
    if (!more.hidden) more.querySelector("input").focus();
  }),
);

behaviour("[data-with-filter]", (link) =>
  link.addEventListener("click", () => {
    link.search = new URLSearchParams(new FormData(document.getElementById("filter")));
  }),
);

behaviour(".list-head", (head) => {
  const buttons = [...head.querySelectorAll("[data-sort]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const { sort, order } = document.getElementById("filter").elements;
      const again = button.getAttribute("aria-pressed") === "true";
      const up = again && button.dataset.order === "down";
      for (const other of buttons) {
        other.setAttribute("aria-pressed", other === button);
        other.dataset.order = other === button && up ? "up" : "down";
      }
      sort.value = button.dataset.sort === "time" ? "" : button.dataset.sort;
      order.value = up ? "up" : "";
      htmx.trigger("#filter", "refresh");
    });
  }
});
