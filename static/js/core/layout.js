/** The layout of the pages: widths of panes, and what is shown. The server keeps it, because each start has another name. */
import { tokenHeaders } from "./header-token.js";
import { session } from "./storage.js";

const DELAY = 300; // ms
const KEY = "layout";

const stored = JSON.parse(document.documentElement.dataset.layout ?? "{}");
let changes = {};
let timer = 0;

/** Return a whole number that was set in this window or is stored, undefined if there is none. */
export const layoutValue = (name) => session.get(KEY)?.[name] ?? stored[name];

/** Keep a whole number: at once for this window, and soon for the other ones and for later starts. */
export function setLayout(name, value) {
  session.set(KEY, { ...session.get(KEY), [name]: value });
  changes[name] = value;
  clearTimeout(timer);
  timer = setTimeout(save, DELAY);
}

function save() {
  const body = new URLSearchParams(changes);
  if (!body.size) return;
  changes = {};
  // The request outlives the page. If it fails, only this window keeps the values.
  fetch("/settings/layout", { method: "POST", body, headers: tokenHeaders(), keepalive: true }).catch(() => {});
}

addEventListener("pagehide", save);
