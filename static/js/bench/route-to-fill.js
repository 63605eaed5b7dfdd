/** Fills the composer with the route that was chosen in the palette on another page. */
import { behaviour } from "../core/behaviours.js";
import { ROUTE_TO_FILL } from "../core/palette.js";
import { session } from "../core/storage.js";

behaviour("[data-bench]", (bench) => {
  const detail = session.get(ROUTE_TO_FILL);
  if (detail?.guest !== bench.dataset.bench) return;
  session.set(ROUTE_TO_FILL, null);
  bench.querySelector("#compose")?.dispatchEvent(new CustomEvent("fill-route", { detail }));
});
