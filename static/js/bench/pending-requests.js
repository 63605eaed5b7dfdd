/** The requests that this page has sent and not yet got answered, and which rows of the list belong to them. */
import { tokenHeaders } from "../core/header-token.js";

const REPLAY = /^\/exchanges\/\d+\/replay$/;
const FOLLOW = /^\/exchanges\/\d+\/follow$/;
const TICKET = "X-Fumehood-Send";
const SEND = /^\/bench\/[^/]+\/send$/;

const decoded = (path) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a percent sign that is no escape
  }
};

/** Return the path of the composer's URL, which may be absolute or lack its leading slash. */
function pathOf(url) {
  const path = url
    .trim()
    .replace(/^https?:\/\/[^/?#]*/i, "")
    .split(/[?#]/)[0];
  return decoded(path.startsWith("/") ? path : `/${path}`);
}

/** Return what a route's button or the composer sends. */
function requestOf(element) {
  const { sendMethod, sendPath } = element.dataset;
  if (sendPath) return { method: sendMethod, path: sendPath };
  const { method, url } = element.closest("form").elements;
  return { method: method.value, path: url.value };
}

/** Have the connection closed on which the app answers. */
const cancelExchange = (id) =>
  fetch(`/exchanges/${id}/cancel`, { method: "POST", headers: tokenHeaders(), keepalive: true }).catch(() => {});

/** Have a request given up that still waits for its turn. */
const cancelWaiting = (guest, ticket) =>
  fetch(`/bench/${guest}/sends/${ticket}/cancel`, { method: "POST", headers: tokenHeaders(), keepalive: true }).catch(
    () => {},
  );

let tickets = 0;

/** Tracks the requests of a bench; calls `onEnd(id, succeeded)` with the exchange of each, if its row was seen. */
export class PendingRequests {
  constructor(bench, onEnd) {
    this.underway = new Map(); // request -> ticket, method, path, and the id of its exchange once its row has arrived
    const guest = encodeURIComponent(bench.dataset.bench);
    const cancel = ({ id, ticket }) => (id ? cancelExchange(id) : cancelWaiting(guest, ticket));
    bench.addEventListener("htmx:configRequest", ({ detail }) => {
      if (![SEND, REPLAY, FOLLOW].some((each) => each.test(detail.path))) return;
      tickets += 1;
      detail.headers[TICKET] = `${performance.timeOrigin}-${tickets}`;
    });
    bench.addEventListener("htmx:beforeRequest", ({ detail }) => {
      const from = detail.pathInfo.requestPath;
      const ticket = detail.requestConfig.headers[TICKET];
      if (SEND.test(from)) {
        const { method, path } = requestOf(detail.elt);
        this.underway.set(detail.xhr, { ticket, method, path: pathOf(path) });
      } else if (REPLAY.test(from)) {
        const { method, path } = detail.elt.closest("[data-shown-exchange]").dataset;
        this.underway.set(detail.xhr, { ticket, method, path: decoded(path) });
      }
    });
    bench.addEventListener("htmx:afterRequest", ({ detail }) => {
      const request = this.underway.get(detail.xhr);
      this.underway.delete(detail.xhr);
      if (!request) return;
      const { id } = request;
      if (!id) {
        if (detail.xhr.status === 0) cancel(request);
        return;
      }
      // An aborted request has no status: the app is to lose its client, too.
      if (detail.xhr.status === 0) cancelExchange(id).finally(() => onEnd(id, false));
      else onEnd(id, detail.successful);
    });
    addEventListener("pagehide", () => {
      for (const request of this.underway.values()) cancel(request);
    });
  }

  /** Claim a new row for one of our requests; return whether it belongs to one. Each request has one row. */
  takes(row) {
    const { id, method, path } = row.dataset;
    const request = [...this.underway.values()].find(
      (one) => !one.id && one.method === method && one.path === decoded(path),
    );
    if (request) request.id = id;
    return Boolean(request);
  }

  /** Whether this page waits for any answer. */
  get any() {
    return this.underway.size > 0;
  }

  /** Whether this page has sent the request of this ticket and still waits for it. */
  has(ticket) {
    return [...this.underway.values()].some((one) => one.ticket === ticket);
  }

  /** Whether this page still waits for the answer of the exchange `id`. */
  awaits(id) {
    return [...this.underway.values()].some((one) => one.id === id);
  }
}
