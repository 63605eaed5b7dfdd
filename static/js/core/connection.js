/** Whether Fumehood answers: a page that hears nothing says so, and shows no state as if it were the present one. */

const PATIENCE = 1500; // ms: a stream that is opened again by then was only interrupted

const root = document.documentElement;
let timer = 0;

/** Show on the page that Fumehood does not answer, unless it does so again within a moment. */
export function connectionFailed() {
  timer ||= setTimeout(() => show(true), PATIENCE);
}

/** Show that Fumehood answers. */
export function connectionWorks() {
  clearTimeout(timer);
  timer = 0;
  show(false);
}

function show(lost) {
  const notice = document.querySelector("#connection-lost");
  if (notice.hidden !== lost) return;
  notice.hidden = !lost;
  if (lost) root.dataset.connection = "lost";
  else delete root.dataset.connection;
}

// A page that is being left ends its requests, which is no loss.
addEventListener("pagehide", () => clearTimeout(timer));
