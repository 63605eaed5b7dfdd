/** Requests of ours: the header token on each, a thin bar for those that take time, words for those that fail. */
import htmx from "htmx.org";
import { toast } from "./toast.js";

const HEADER = "X-Fumehood-Token";
const QUIET = 150;

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

/** Change something: POST `values` (an object or FormData) to our server; resolves to the Response. */
export function post(url, values = {}) {
  const body = values instanceof FormData ? values : new URLSearchParams(values);
  return fetch(url, { method: "POST", body, headers: { [HEADER]: meta("fumehood-token") } });
}

let running = 0;
let timer = 0;

function busy(change) {
  running = Math.max(0, running + change);
  const bar = document.querySelector(".loading-bar");
  clearTimeout(timer);
  if (running === 0) bar.hidden = true;
  else if (bar.hidden)
    timer = setTimeout(() => {
      bar.hidden = running === 0;
    }, QUIET);
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers[HEADER] = meta("fumehood-token");
});
document.addEventListener("htmx:beforeSend", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.gone));
document.addEventListener("htmx:sendAbort", () => busy(0));
// A whole page as the answer to a part means that the part is gone or not ours: show the page itself.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) {
    event.detail.shouldSwap = false;
    toast(document.body.dataset.stale);
  }
});

export { htmx };
