/** What this page sends itself and still waits for: which of the rows that begin is that request. */

const REPLAY = /^\/exchanges\/\d+\/replay$/;
const SEND = /^\/bench\/[^/]+\/send$/;

const plain = (path) => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a percent sign that encodes nothing
  }
};

/** The path of what stands in the composer, which may be a whole address or lack its slash. */
function typed(url) {
  const path = url
    .trim()
    .replace(/^https?:\/\/[^/?#]*/i, "")
    .split(/[?#]/)[0];
  return plain(path.startsWith("/") ? path : `/${path}`);
}

/** The requests of a bench: `onEnd(id, succeeded)` is called with the exchange of each that was seen to begin. */
export class Sending {
  constructor(bench, onEnd) {
    this.underway = new Map(); // of each request of the page: method, path, and the id once it has begun
    bench.addEventListener("htmx:beforeRequest", ({ detail }) => {
      const from = detail.pathInfo.requestPath;
      if (SEND.test(from)) {
        const { method, url } = detail.elt.closest("form").elements;
        this.underway.set(detail.xhr, { method: method.value, path: typed(url.value) });
      } else if (REPLAY.test(from)) {
        const { method, path } = detail.elt.closest("[data-shown-exchange]").dataset;
        this.underway.set(detail.xhr, { method, path: plain(path) });
      }
    });
    bench.addEventListener("htmx:afterRequest", ({ detail }) => {
      const { id } = this.underway.get(detail.xhr) ?? {};
      this.underway.delete(detail.xhr);
      if (id) onEnd(id, detail.successful);
    });
  }

  /** Whether a row that begins is one of ours; each request of ours has one row. */
  takes(row) {
    const { id, method, path } = row.dataset;
    const request = [...this.underway.values()].find(
      (one) => !one.id && one.method === method && one.path === plain(path),
    );
    if (request) request.id = id;
    return Boolean(request);
  }

  /** Whether the answer to that exchange is still awaited here. */
  awaits(id) {
    return [...this.underway.values()].some((one) => one.id === id);
  }
}
