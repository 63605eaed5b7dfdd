/** The events of one guest. */
import { listen } from "../core/event-stream.js";

/** Listen to one guest until the page is left: `on.row(data)`, `on.progress(data)`, `on.waiting(data)`,
    `on.saved(data)`, `on.guest(data)`, `on.open()`, `on.lost()`, `on.displaced()`. */
export function listenToGuest(guest, on) {
  const close = listen(`/events?guest=${encodeURIComponent(guest)}`, {
    open: () => on.open(),
    row: (event) => on.row(JSON.parse(event.data)),
    progress: (event) => on.progress(JSON.parse(event.data)),
    waiting: (event) => on.waiting(JSON.parse(event.data)),
    saved: (event) => on.saved(JSON.parse(event.data)),
    guest: (event) => on.guest(JSON.parse(event.data)),
    displaced: () => {
      close();
      on.displaced();
    },
    error: () => on.lost(),
  });
}
