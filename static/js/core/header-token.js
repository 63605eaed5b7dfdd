/** The header token: a launch link brings it, and the browser keeps it for our origin alone, the port included. */
import { persistent } from "./storage.js";

const NAME = "X-Fumehood-Token";
const KEY = "header-token";

/** Remember the token of a launch link. */
export const keepHeaderToken = (token) => persistent.set(KEY, token);

/** Return the headers that let a request change something. */
export const tokenHeaders = () => ({ [NAME]: persistent.get(KEY) ?? "" });

/** Whether this browser has a token. */
export const hasHeaderToken = () => persistent.get(KEY) !== null;

/** Get the session cookie again, which another server of our host name can take away; resolve to whether we have it. */
export async function renewSession() {
  if (!hasHeaderToken()) return false;
  try {
    return (await fetch("/session", { method: "POST", headers: tokenHeaders() })).ok;
  } catch {
    return false;
  }
}
