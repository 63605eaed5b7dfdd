/** The server's stream of events. */

/** Listen to one guest until the page is left: `on.row(data)`, `on.guest(data)`, `on.open()`, `on.lost()`, `on.displaced()`. */
export function listenToGuest(guest, on) {
  const source = new EventSource(`/events?guest=${encodeURIComponent(guest)}`);
  source.addEventListener("open", () => on.open());
  source.addEventListener("row", (event) => on.row(JSON.parse(event.data)));
  source.addEventListener("guest", (event) => on.guest(JSON.parse(event.data)));
  source.addEventListener("displaced", () => {
    source.close();
    on.displaced();
  });
  source.addEventListener("error", () => on.lost());
  addEventListener("pagehide", () => source.close());
}
