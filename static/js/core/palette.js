/** The command palette: finds the user's apps, requests and routes, commands and pages, and below them the handbook. */
import { behaviour } from "./behaviours.js";
import { onCommand, runCommand } from "./commands.js";
import { post } from "./requests.js";
import { session } from "./storage.js";
import { toast } from "./toast.js";

const TYPING_PAUSE = 120; // ms
const SHORTEST_QUERY = 3; // letters
const NOTE = 0.5; // what a word counts that is found beside the name only
/** The route that the composer of a bench is to be filled with once its page is there. */
export const ROUTE_TO_FILL = "route-to-fill";

/** Fetch items of the palette as HTML. */
async function fetchItems(address) {
  try {
    const answer = await fetch(address);
    const isPart = answer.ok && !answer.redirected;
    return isPart ? await answer.text() : "";
  } catch {
    return ""; // the commands can be used without them
  }
}

/** Rate a word in a name: 3 at its beginning, 2 at the beginning of a word, 1 elsewhere, 0 if it is not there. */
function rateWord(word, name) {
  const at = name.indexOf(word);
  if (at < 0) return 0;
  if (at === 0) return 3;
  return /[\s/:·]/.test(name[at - 1]) ? 2 : 1;
}

/** Rate how well the words fit an item: 0 unless each of them is in its name or beside it. */
function rate(words, item) {
  const name = item.querySelector(".palette-name").textContent.toLowerCase();
  const note = item.querySelector(".quiet")?.textContent.toLowerCase() ?? "";
  const whole = rateWord(words.join(" "), name);
  if (whole) return whole;
  const rates = words.map((word) => rateWord(word, name) || (note.includes(word) ? NOTE : 0));
  return Math.min(...rates);
}

/** Send what an item stands for, and show the page that follows from it. */
async function send({ post: address, values, then }) {
  const answer = await post(address, JSON.parse(values ?? "{}"), { fragment: true }).catch(() => undefined);
  if (!answer) return toast(document.body.dataset.gone);
  const next = answer.headers.get("HX-Redirect") ?? then;
  if (!answer.ok && !next) return toast(document.body.dataset.stale);
  // A bench that is shown follows its app by itself.
  if (next === location.pathname && answer.ok) return undefined;
  if (next) location.assign(next);
  else location.reload();
  return undefined;
}

/** Fill the composer with a route: at once on the bench of its app, otherwise when that is loaded. */
function fill({ guest, method, rule, bench }) {
  const here = document.querySelector(`[data-bench="${guest}"] #compose`);
  if (here) here.dispatchEvent(new CustomEvent("fill-route", { detail: { method, rule } }));
  else {
    session.set(ROUTE_TO_FILL, { guest, method, rule });
    location.assign(bench);
  }
}

behaviour("#palette", (palette) => {
  const input = palette.querySelector("input");
  const none = palette.querySelector(".palette-none");
  const list = palette.querySelector(".palette-list");
  const [group, handbook] = list.querySelectorAll(".palette-group");
  const found = palette.querySelector(".palette-hits");
  const fixed = [...list.querySelectorAll(".palette-item:not([data-unlisted])")];
  let mine = []; // the items that were fetched
  let asked = "";

  const all = () => [...list.querySelectorAll(".palette-item")];
  const shown = () => all().filter((item) => !item.hidden);
  const choose = (item) => {
    for (const other of all()) other.setAttribute("aria-selected", other === item);
    input.setAttribute("aria-activedescendant", item?.id ?? "");
    item?.scrollIntoView({ block: "nearest" });
  };
  const finish = () => {
    for (const each of [group, handbook]) each.hidden = !each.querySelector(".palette-item:not([hidden])");
    none.hidden = shown().length > 0;
  };

  /** Search the handbook after a pause in typing; an answer to an earlier text is dropped. */
  const searchHandbook = async (typed) => {
    asked = typed;
    await new Promise((done) => setTimeout(done, TYPING_PAUSE));
    if (asked !== typed) return;
    const address = `/handbook/search?in=palette&q=${encodeURIComponent(typed)}`;
    const answer = typed.length < SHORTEST_QUERY ? "" : await fetchItems(address);
    if (asked !== typed) return;
    found.innerHTML = answer;
    finish();
    if (!list.querySelector("[aria-selected=true]:not([hidden])")) choose(shown()[0]);
  };

  const narrow = () => {
    const typed = input.value.trim().toLowerCase();
    const words = typed.split(/\s+/).filter(Boolean);
    for (const [place, items] of [
      [group, [...mine, ...fixed.filter((item) => group.contains(item))]],
      [handbook, fixed.filter((item) => handbook.contains(item))],
    ]) {
      const fits = new Map(items.map((item) => [item, words.length ? rate(words, item) : 1]));
      for (const item of items) item.hidden = fits.get(item) === 0 || (!words.length && "typed" in item.dataset);
      const sorted = items.sort((one, other) => fits.get(other) - fits.get(one));
      if (place === group) group.append(...sorted);
      else found.before(...sorted);
    }
    if (!typed) found.replaceChildren();
    finish();
    // The handbook is still to be searched.
    if (typed.length >= SHORTEST_QUERY) none.hidden = true;
    choose(shown()[0]);
    searchHandbook(typed);
  };

  /** Fetch the user's apps, requests and routes as they are now. */
  const renew = async () => {
    const parsed = document.createElement("template");
    parsed.innerHTML = await fetchItems(palette.dataset.items);
    for (const item of mine) item.remove();
    mine = [...parsed.content.querySelectorAll(".palette-mine")];
    group.prepend(...mine);
    if (palette.open) narrow();
  };
  const act = (item) => {
    palette.close();
    const { href, post: address, rule, run } = item.dataset;
    if (href) location.assign(href);
    else if (address) send(item.dataset);
    else if (rule) fill(item.dataset);
    else runCommand(run);
  };

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    const rows = shown();
    const at = rows.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(rows[(at + (event.key === "ArrowDown" ? 1 : -1) + rows.length) % rows.length]);
    } else if (event.key === "Enter" && rows[at]) {
      event.preventDefault();
      act(rows[at]);
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
    renew();
    return true;
  });
});

onCommand("help", () => document.getElementById("help").showModal());
