/** Submits the form of a page that opens an app without a click. The Back button does not return to that page. */
import { behaviour } from "../core/behaviours.js";
import { htmx, post } from "../core/requests.js";
import { toast } from "../core/toast.js";

behaviour("[data-open-at-once]", async (form) => {
  try {
    const answer = await post("/open", new FormData(form));
    const bench = answer.headers.get("HX-Redirect");
    if (bench) location.replace(bench);
    else htmx.swap("#open-answer", await answer.text(), { swapStyle: "innerHTML" });
  } catch {
    toast(document.body.dataset.gone);
  }
});
