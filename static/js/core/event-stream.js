/** The server's stream of events. */
import htmx from "htmx.org";
import { connectionFailed, connectionWorks } from "./connection.js";
import { renewSession } from "./header-token.js";

const BETWEEN = 5000; // ms between two attempts to open a stream that was refused

/**
 * Listen to the stream at `url` until the page is left; `on` has a function for each kind of event, `open` and `error`
 * included. Return a function that ends it.
 */
export function listen(url, on) {
  let source;
  let renewedAt = 0;

  const open = () => {
    source = new EventSource(url);
    for (const [kind, act] of Object.entries(on)) source.addEventListener(kind, act);
    source.addEventListener("open", connectionWorks);
    source.addEventListener("error", connectionFailed);
    source.addEventListener("error", renew);
    source.addEventListener("store", () => htmx.trigger(document.body, "store-changed"));
  };
  // The browser opens a broken stream again by itself, but not one that was refused: the session cookie is gone.
  const renew = async () => {
    if (source.readyState !== EventSource.CLOSED || Date.now() - renewedAt < BETWEEN) return;
    renewedAt = Date.now();
    if (await renewSession()) open();
  };

  open();
  const close = () => source.close();
  addEventListener("pagehide", close);
  return close;
}
