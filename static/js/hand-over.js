/** The script of two pages: the one that answers a launch link, and the one that says that a browser is not let in. */
import { keepHeaderToken, renewSession } from "./core/header-token.js";
import { session } from "./core/storage.js";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
const token = meta("fumehood-token");

/** Load the page again with a new session, unless that has just been tried: the browser may refuse our cookie. */
async function comeBack() {
  if (session.get("renewed")) return;
  session.set("renewed", true);
  if (await renewSession()) location.reload();
}

if (token) {
  keepHeaderToken(token);
  location.replace(meta("fumehood-page"));
} else {
  comeBack();
}
