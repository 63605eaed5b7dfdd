/** The front end's entry: what every page loads. Order matters only in that `begin` comes last. */
import "./requests.js";
import "./focus.js";
import "./tabs.js";
import "./splitter.js";
import "./dialogs.js";
import "./commands.js";
import "./palette.js";
import "./panes.js";
import "./lenses.js";
import "./claims.js";
import "./editor-files.js";
import "./handbook/search.js";
import "./handbook/place.js";
import "./opening.js";
import "./bench/bench.js";
import "./bench/composer.js";
import "./mail.js";
import { begin } from "./behaviours.js";

begin();
