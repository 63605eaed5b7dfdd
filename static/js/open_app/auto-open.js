/** A page that opens an app by itself: its form is sent as if by hand, and Back does not come here again. */
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
