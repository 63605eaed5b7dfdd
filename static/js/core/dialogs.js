/** Dialogs, menus, and buttons that copy a text. */
import { behaviour } from "./behaviours.js";
import { toast } from "./toast.js";

behaviour("[data-open-dialog]", (button) => {
  button.addEventListener("click", () => document.getElementById(button.dataset.openDialog)?.showModal());
});

behaviour("dialog", (dialog) => {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // a click on the backdrop has the dialog itself as its target
  });
});

behaviour("[data-copy], [data-copy-from], [data-copy-url]", (button) => {
  button.addEventListener("click", async () => {
    try {
      const { copy, copyUrl } = button.dataset;
      const text = copyUrl ? await textAt(copyUrl) : (copy ?? button.previousElementSibling.textContent);
      await navigator.clipboard.writeText(text);
      toast(document.body.dataset.copied);
    } catch {
      toast(document.body.dataset.notCopied);
    }
  });
});

async function textAt(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

behaviour(".menu", (menu) => {
  const items = () => [...menu.querySelectorAll('[role^="menuitem"]')];
  menu.addEventListener("toggle", (event) => event.newState === "open" && items()[0]?.focus());
  menu.addEventListener("click", (event) => event.target.closest('[role^="menuitem"]') && menu.hidePopover());
  menu.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
});

behaviour("dialog[data-show]", (dialog) => dialog.showModal());
behaviour("[data-close-dialog]", (button) => button.addEventListener("click", () => button.closest("dialog").close()));
