/** What an element does, by selector: for the elements of the page and for those that htmx brings later. */
import htmx from "htmx.org";

const known = [];

/** Call `start(element)` once for each element that fits `selector`, now and later. */
export function behaviour(selector, start) {
  known.push([selector, start, new WeakSet()]);
}

/** Begin; `htmx.onLoad` calls back for the body and for every fragment that is swapped in. */
export function begin() {
  htmx.onLoad((root) => {
    for (const [selector, start, started] of known) {
      const found = [...root.querySelectorAll(selector)];
      if (root.matches(selector)) found.unshift(root);
      for (const element of found) {
        if (started.has(element)) continue;
        started.add(element);
        start(element);
      }
    }
    document.documentElement.dataset.ready = ""; // from here on keys and buttons do what they say
  });
}
