/** Deleting exchanges, and undoing that: the latest deletion can be undone from its message or by key. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";
import { post } from "../core/requests.js";
import { toast } from "../core/toast.js";

const CHANGED = "fumehood:history";
let latest; // the number of the latest deletion of this page

const changed = (removed) => document.dispatchEvent(new CustomEvent(CHANGED, { detail: { removed } }));

/** Call `action(removed)` after a deletion, with the id of the exchange or "all", and with null after an undo. */
export const onDeletion = (action) => document.addEventListener(CHANGED, ({ detail }) => action(detail.removed));

async function undo() {
  if (!latest) return;
  const deletion = latest;
  latest = undefined;
  const answer = await post("/history/undo", { deletion });
  toast(answer.ok ? document.body.dataset.undone : document.body.dataset.stale);
  changed(null);
}

async function remove(url, removed) {
  const answer = await post(url);
  if (!answer.ok) {
    toast(document.body.dataset.stale);
    return;
  }
  const { deletion, said } = await answer.json();
  latest = deletion;
  toast(said, { label: document.body.dataset.undo, action: undo });
  changed(removed);
}

/** Delete the exchange of an id. */
export const removeExchange = (id) => remove(`/exchanges/${id}/remove`, id);

behaviour("[data-remove]", (button) => button.addEventListener("click", () => removeExchange(button.dataset.remove)));
behaviour("[data-clear-history]", (button) =>
  button.addEventListener("click", () => remove(button.dataset.url, "all")),
);
onCommand("undo-deletion", () => (latest ? void undo() : false));
