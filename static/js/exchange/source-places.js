/** Places in source code: a click opens one in the user's editor, or copies it where no editor can be opened. */
import { post } from "../core/requests.js";
import { toast } from "../core/toast.js";

document.addEventListener("click", async (event) => {
  const place = event.target.closest?.("[data-source-file]");
  if (!place) return;
  const { sourceFile: file, sourceLine: line } = place.dataset;
  const shown = place.closest("[data-exchange]")?.dataset.exchange;
  const exchange = shown ?? place.closest("[data-shown-exchange]")?.dataset.shownExchange ?? "";
  const guest = place.closest("[data-guest]")?.dataset.guest ?? "";
  try {
    const answer = await post("/editor", { exchange, guest, file, line });
    if (answer.ok) return;
    await navigator.clipboard.writeText(line ? `${file}:${line}` : file);
    toast((await answer.json()).problem);
  } catch {
    toast(document.body.dataset.notCopied);
  }
});
