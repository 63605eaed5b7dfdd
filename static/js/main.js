/** The entry point of the scripts of every page. `startBehaviours` must be called last. */
import "./core/requests.js";
import "./core/focus.js";
import "./core/tabs.js";
import "./core/splitter.js";
import "./core/dialogs.js";
import "./core/commands.js";
import "./core/palette.js";
import "./core/panes.js";
import "./exchange/panel.js";
import "./exchange/source-places.js";
import "./exchange/find-in-text.js";
import "./handbook/claims.js";
import "./handbook/editor/source-panel.js";
import "./handbook/search.js";
import "./handbook/bookmark.js";
import "./open_app/auto-open.js";
import "./open_app/folder-browser.js";
import "./bench/bench.js";
import "./bench/composer.js";
import "./bench/route-to-fill.js";
import "./bench/deletions.js";
import "./bench/list-controls.js";
import "./mail/mailbox.js";
import "./settings/appearance.js";
import "./settings/saved.js";
import { startBehaviours } from "./core/behaviours.js";
import { session } from "./core/storage.js";

session.set("renewed", false); // this page was let in, so a lost session may be renewed again
startBehaviours();
