/** Requests to our server: the header token, the loading bar for slow ones, and messages for failed ones. */
import htmx from "htmx.org";
import { toast } from "./toast.js";

const HEADER = "X-Fumehood-Token";
const BAR_DELAY = 150; // ms

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

/** POST `values` (an object or FormData) to our server; resolve to the Response. */
export function post(url, values = {}) {
  const body = values instanceof FormData ? values : new URLSearchParams(values);
  return fetch(url, { method: "POST", body, headers: { [HEADER]: meta("fumehood-token") } });
}

let running = 0;
let timer = 0;

function countRequests(change) {
  running = Math.max(0, running + change);
  const bar = document.querySelector(".loading-bar");
  clearTimeout(timer);
  if (running === 0) bar.hidden = true;
  else if (bar.hidden)
    timer = setTimeout(() => {
      bar.hidden = running === 0;
    }, BAR_DELAY);
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers[HEADER] = meta("fumehood-token");
});
document.addEventListener("htmx:beforeSend", () => countRequests(1));
document.addEventListener("htmx:afterRequest", () => countRequests(-1));
document.addEventListener("htmx:sendError", () => toast(document.body.dataset.gone));
document.addEventListener("htmx:sendAbort", () => countRequests(0));
// A whole page in the place of a fragment means that the fragment is gone: keep the old content and say so.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) {
    event.detail.shouldSwap = false;
    toast(document.body.dataset.stale);
  }
});

export { htmx };
