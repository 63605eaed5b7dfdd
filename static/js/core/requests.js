/** Requests to our server: the header token, the loading bar for slow ones, and messages for failed ones. */
import htmx from "htmx.org";
import { connectionFailed, connectionWorks } from "./connection.js";
import { hasHeaderToken, renewSession, tokenHeaders } from "./header-token.js";
import { toast } from "./toast.js";

const BAR_DELAY = 150; // ms
const REFUSED = "X-Fumehood-Refused";

/** POST `values` (an object or FormData) to our server; resolve to the Response. A `fragment` is asked for as htmx does. */
export async function post(url, values = {}, { fragment = false } = {}) {
  const body = values instanceof FormData ? values : new URLSearchParams(values);
  const headers = () => ({ ...tokenHeaders(), ...(fragment && { "HX-Request": "true" }) });
  const send = () => fetch(url, { method: "POST", body, headers: headers() });
  const answer = await send();
  return answer.headers.get(REFUSED) === "session" && (await renewSession()) ? send() : answer;
}

/** Return what to say of a request that was refused, and get a new session if that was the reason. */
async function wordsFor(refused) {
  const { stale, renewed, locked } = document.body.dataset;
  if (refused === "session" && (await renewSession())) return renewed;
  return refused === "token" || !hasHeaderToken() ? locked : stale;
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

// A request that we abort has been replaced or is no longer wanted, which is no error: without this htmx logs two.
const latest = new WeakMap(); // element -> the detail of its latest request, whose `error` htmx logs
document.addEventListener("htmx:beforeRequest", ({ detail }) => latest.set(detail.elt, detail));
document.addEventListener(
  "htmx:abort",
  ({ target }) => {
    const request = latest.get(target);
    if (request) request.error = "";
  },
  { capture: true }, // htmx listens on the body
);

document.addEventListener("htmx:configRequest", (event) => {
  Object.assign(event.detail.headers, tokenHeaders());
});
document.addEventListener("htmx:beforeSend", () => countRequests(1));
document.addEventListener("htmx:afterRequest", () => countRequests(-1));
document.addEventListener("htmx:sendError", () => {
  connectionFailed();
  toast(document.body.dataset.gone);
});
document.addEventListener("htmx:beforeOnLoad", connectionWorks);
document.addEventListener("htmx:sendAbort", () => countRequests(0));
// A whole page in the place of a fragment means that the fragment is gone: keep the old content and say so.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) {
    event.detail.shouldSwap = false;
    wordsFor(event.detail.xhr.getResponseHeader(REFUSED)).then(toast);
  }
});

export { htmx };
