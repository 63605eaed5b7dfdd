/** The settings: say that they were saved, in a status that screen readers read too. */
import { behaviour } from "../core/behaviours.js";
import { session } from "../core/storage.js";

const SAVED = "settings-saved";

behaviour("[data-saved-status]", (status) => {
  const form = status.closest("form");
  const forget = () => {
    status.textContent = "";
  };
  // The page is loaded again, in the new theme and language: it says on its next start that they were saved.
  form.addEventListener("htmx:beforeOnLoad", ({ detail }) => session.set(SAVED, detail.xhr.status < 400));
  form.addEventListener("htmx:beforeRequest", forget);
  form.addEventListener("input", forget);
  if (!session.get(SAVED)) return;
  session.set(SAVED, false);
  // A status is read when its text changes, not when it is there from the start.
  requestAnimationFrame(() => {
    status.textContent = status.dataset.savedStatus;
  });
});
