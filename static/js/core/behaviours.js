/** Attaches behaviour to elements by selector, also to elements that htmx adds later. */
import htmx from "htmx.org";

const registered = [];

/** Call `start(element)` once for each element that matches `selector`, now and later. */
export function behaviour(selector, start) {
  registered.push([selector, start, new WeakSet()]);
}

/** Start: `htmx.onLoad` calls back for the body and for every fragment that is swapped in. */
export function startBehaviours() {
  htmx.onLoad((root) => {
    for (const [selector, start, started] of registered) {
      const found = [...root.querySelectorAll(selector)];
      if (root.matches(selector)) found.unshift(root);
      for (const element of found) {
        if (started.has(element)) continue;
        started.add(element);
        start(element);
      }
    }
    document.documentElement.dataset.ready = ""; // from now on keys and buttons work
  });
}
