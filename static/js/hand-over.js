/** The script of two pages: the one that answers a launch link, and the one that says that a browser is not let in. */
import { keepHeaderToken, renewSession } from "./core/header-token.js";
import { session } from "./core/storage.js";

const BETWEEN = 10_000; // ms; a browser that refuses our cookie must not load the page for ever

const token = document.querySelector('meta[name="fumehood-token"]')?.content;

/** Load the page again with a new session, if this browser was let in before. */
async function comeBack() {
  if (Date.now() - (session.get("renewed") ?? 0) < BETWEEN) return;
  session.set("renewed", Date.now());
  if (await renewSession()) location.reload();
}

if (token) {
  keepHeaderToken(token);
  location.replace(document.querySelector("[data-next]").href);
} else {
  comeBack();
}
