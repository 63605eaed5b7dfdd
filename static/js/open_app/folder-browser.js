/** The browser of folders: moves through a folder by keyboard, and puts what was chosen into the field. */
import { behaviour } from "../core/behaviours.js";

behaviour("[data-folder-browser]", (dialog) => {
  const all = (selector) => [...dialog.querySelectorAll(selector)];
  const arrive = () => (all(".folder-list .folder-entry")[0] ?? all("[data-choose-path]").at(-1))?.focus();
  const above = () => all(".folder-way .folder-entry").at(-1)?.click();
  dialog.addEventListener("htmx:afterSettle", arrive);
  arrive();
  dialog.addEventListener("keydown", (event) => {
    const entries = all(".folder-list .folder-entry");
    const at = entries.indexOf(document.activeElement);
    const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === "ArrowLeft" || event.key === "Backspace") above();
    else if (event.key === "ArrowRight" && at >= 0) entries[at].click();
    else if (to !== undefined) entries.at(to % entries.length)?.focus();
    else if (letter)
      [...entries.slice(at + 1), ...entries.slice(0, at + 1)]
        .find((entry) => entry.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))
        ?.focus();
    else return;
    event.preventDefault();
  });
});

behaviour("[data-choose-path]", (button) =>
  button.addEventListener("click", () => {
    const field = document.querySelector("#target");
    field.value = button.dataset.choosePath;
    button.closest("dialog").close();
    field.form.querySelector("[type=submit]").focus();
  }),
);
