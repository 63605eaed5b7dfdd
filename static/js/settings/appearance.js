/** Theme and language: what is chosen applies at once. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";
import { post } from "../core/requests.js";
import { toast } from "../core/toast.js";

const root = document.documentElement;

/** Keep a choice; resolve to whether it is kept. */
async function keep(name, value) {
  const answer = await post("/settings/appearance", { [name]: value }).catch(() => undefined);
  if (!answer?.ok) toast(answer ? document.body.dataset.stale : document.body.dataset.gone);
  return Boolean(answer?.ok);
}

async function chooseTheme(theme) {
  const before = root.dataset.theme;
  root.dataset.theme = theme;
  if (!(await keep("theme", theme))) root.dataset.theme = before;
  for (const choice of document.querySelectorAll("[data-appearance] [name=theme]")) {
    choice.checked = choice.value === root.dataset.theme;
  }
}

for (const theme of ["system", "light", "dark"]) {
  onCommand(`theme-${theme}`, () => {
    chooseTheme(theme);
  });
}

behaviour("[data-appearance]", (section) => {
  section.addEventListener("change", async ({ target }) => {
    if (target.name === "theme") chooseTheme(target.value);
    // The server writes the words of a page, so a language needs the page again.
    else if (await keep(target.name, target.value)) location.reload();
  });
});
