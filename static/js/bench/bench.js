/** The bench: connects the list, the event stream, the detail pane, the output drawer and the keys. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";
import { htmx } from "../core/requests.js";
import { toast } from "../core/toast.js";
import { onDeletion, removeExchange } from "./deletions.js";
import { listenToGuest } from "./event-stream.js";
import { ExchangeList } from "./exchange-list.js";
import { PendingRequests } from "./pending-requests.js";

const SHOW_UNDER_WAY_AFTER = 150; // ms: a request that is answered sooner is never shown as under way

const PROGRESS_MS = 1000; // an open exchange that goes on is read again no more often than that

const OUTPUT_MS = 700; // what the app prints is looked for no more often than that

const scrollToEnd = (text) => {
  text.scrollTop = text.scrollHeight;
};

// The last lines of the output say why an app ended.
behaviour(".crash-report .problem-detail", scrollToEnd);
behaviour(".crash-report-output", (more) =>
  more.addEventListener("toggle", () => scrollToEnd(more.querySelector(".code-block"))),
);

behaviour("[data-bench]", (bench) => {
  const guest = bench.dataset.bench;
  const detail = bench.querySelector("#detail");
  const output = bench.querySelector("#output");
  const state = bench.querySelector(".list-state");
  let soon; // the timer of an open exchange that is read again
  const filter = bench.querySelector("#filter");
  const seen = () => detail.querySelector("[data-shown-exchange]");

  const reads = (id) => seen()?.dataset.shownExchange === String(id);

  const read = (id) => {
    htmx.trigger(detail, "htmx:abort"); // only the last of several requested exchanges is shown
    // A failed request shows a toast, and an aborted one is no failure.
    htmx.ajax("GET", `/exchanges/${id}`, { source: detail, target: detail, swap: "innerHTML" }).catch(() => {});
  };
  const rows = new ExchangeList(bench.querySelector("#list"), read);
  const chosen = bench.dataset.chosen;
  if (chosen) rows.follow(chosen);
  const pending = new PendingRequests(bench, (id, succeeded) => {
    htmx.trigger(detail, "htmx:abort"); // an exchange that was requested before the answer came is outdated
    if (!succeeded && rows.reads === id) read(id);
  });
  const waiting = bench.querySelector("[data-send-waiting]");
  bench.addEventListener("htmx:afterRequest", () => {
    if (!pending.any) waiting.hidden = true;
  });
  const mine = (row) => {
    if (!pending.takes(row)) return false;
    const { id } = row.dataset;
    // An exchange that was requested before would take its place.
    htmx.trigger(detail, "htmx:abort");
    setTimeout(() => {
      if (pending.awaits(id) && rows.reads === id && !reads(id)) read(id);
    }, SHOW_UNDER_WAY_AFTER);
    return true;
  };

  const address = (id) => {
    const url = new URL(location.href);
    if (id) url.searchParams.set("exchange", id);
    else url.searchParams.delete("exchange");
    history.replaceState(history.state, "", url);
  };

  let before = null;
  // The list and the address follow the exchange in the pane, however it got there.
  detail.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== detail) return; // a problem beside the exchange changes nothing
    const id = seen()?.dataset.shownExchange;
    if (!id) return;
    if (rows.reads !== id) rows.follow(id);
    address(id);
    if (id !== before) detail.scrollTop = 0;
    before = id;
  });
  // A problem is shown beside the exchange in the pane, and in its place where another one was to be shown.
  bench.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target !== detail || xhr.status < 400) return;
    const from = event.detail.requestConfig.elt;
    if (from === detail) return;
    const report = bench.querySelector(".crash-report .problem");
    if (report && xhr.responseText.includes('data-code="not-ready"')) {
      // The report of the crash, which is shown already, says why.
      event.detail.shouldSwap = false;
      report.scrollIntoView({ block: "nearest" });
      toast(report.querySelector(".problem-cause").textContent);
      return;
    }
    event.detail.target = from.closest("#compose")
      ? bench.querySelector("#compose-problem")
      : (bench.querySelector("#exchange-problem") ?? detail);
  });

  const showRoutes = () => {
    const list = detail.querySelector("[data-route-list]");
    if (list) htmx.trigger(list, "refresh");
  };
  const close = () => {
    detail.replaceChildren(bench.querySelector("#nothing").content.cloneNode(true));
    htmx.process(detail);
    showRoutes();
    address(null);
    rows.clear();
  };

  const markDrawerButtons = () => {
    for (const button of bench.querySelectorAll('[aria-controls="output"]')) {
      button.setAttribute("aria-expanded", !output.hidden);
    }
  };
  const drawer = (open) => {
    output.hidden = !open;
    markDrawerButtons();
    if (open) htmx.trigger(output, "refresh");
  };
  const text = () => output.querySelector(".output-text");
  let reading = null; // where the user has scrolled to, unless that is the end
  output.addEventListener("htmx:configRequest", ({ detail: asked }) => {
    const seen = output.querySelector("[data-printed]")?.dataset.printed;
    if (seen) asked.parameters.seen = seen;
  });
  output.addEventListener("htmx:beforeSwap", () => {
    const box = text();
    const atEnd = !box || box.scrollTop + box.clientHeight >= box.scrollHeight - 4;
    reading = atEnd ? null : box.scrollTop;
  });
  output.addEventListener("htmx:afterSettle", () => {
    const box = text();
    if (!box) return;
    if (reading === null) scrollToEnd(box);
    else box.scrollTop = reading;
  });
  const refreshing = setInterval(() => {
    if (!bench.isConnected) clearInterval(refreshing);
    else if (!output.hidden && !document.hidden && !getSelection()?.toString()) htmx.trigger(output, "refresh");
  }, OUTPUT_MS);

  const head = bench.querySelector("#guest-head");
  // A menu that is open is not taken from under the pointer.
  const openMenu = () => head.querySelector("[popover]:popover-open");
  const refreshHead = () => {
    const menu = openMenu();
    if (menu) menu.addEventListener("toggle", refreshHead, { once: true });
    else htmx.trigger(head, "refresh");
  };
  head.addEventListener("htmx:beforeSwap", ({ detail: swap }) => {
    if (swap.target !== head || swap.requestConfig.verb !== "get" || !openMenu()) return;
    swap.shouldSwap = false;
    refreshHead();
  });

  let sendWhenReady = false; // whether a save has restarted the app
  const sendAgain = () => {
    if (head.querySelector("[data-send-on-save]:checked") && seen()) detail.querySelector("#replay")?.click();
  };

  const say = (text) => {
    state.hidden = !text;
    state.textContent = text ?? "";
  };
  listenToGuest(guest, {
    open: () => {
      say(null);
      // Fetch what happened before the stream was open, or while it was interrupted.
      fetch(`/bench/${guest}/rows?${new URLSearchParams(new FormData(filter))}`)
        .then((answer) => (answer.ok ? answer.text() : ""))
        .then((html) => {
          const parsed = document.createElement("template");
          parsed.innerHTML = html;
          for (const row of [...parsed.content.querySelectorAll(".exchange-row")].reverse())
            rows.take(row.dataset.id, row.outerHTML);
        });
      showRoutes();
      refreshHead();
    },
    row: ({ id, began, changed, html }) => {
      rows.take(String(id), html, began ? mine : undefined);
      const stale = reads(id) && (changed || seen().dataset.state === "open");
      if (!began && stale && !pending.awaits(String(id))) read(id);
      if (!began && !output.hidden) htmx.trigger(output, "refresh");
    },
    waiting: ({ ticket, before }) => {
      if (!pending.has(ticket)) return;
      waiting.hidden = before === 0;
      waiting.textContent = waiting.dataset.sendWaiting.replace("{n}", before);
    },
    progress: ({ id, paused }) => {
      if (paused) {
        // The app has stopped, and waits for the user; what is being typed into its frames stays.
        if (!reads(id) || !detail.querySelector(".paused")) read(String(id));
        return;
      }
      if (soon || !reads(id)) return;
      soon = setTimeout(() => {
        soon = undefined;
        if (reads(id) && seen().dataset.state === "open") read(String(id));
      }, PROGRESS_MS);
    },
    saved: ({ restarts }) => {
      sendWhenReady = restarts;
      if (!restarts) sendAgain();
    },
    guest: ({ state: now }) => {
      refreshHead();
      showRoutes();
      if (now === "ready" && sendWhenReady) {
        sendWhenReady = false;
        sendAgain();
      }
      if (!output.hidden) htmx.trigger(output, "refresh");
    },
    lost: () => say(state.dataset.lost),
    displaced: () => say(state.dataset.displaced),
  });
  head.addEventListener("htmx:afterSettle", markDrawerButtons);

  bench.querySelector("[data-clear-filter]")?.addEventListener("click", () => {
    filter.reset();
    for (const field of filter.elements)
      if (["search", "number"].includes(field.type) || field.tagName === "SELECT") field.value = "";
    for (const box of filter.querySelectorAll("[type=checkbox]")) box.checked = false;
    rows.renew();
  });

  onDeletion((removed) => {
    if (removed === "all" || (removed && reads(removed))) close();
    rows.renew();
  });

  onCommand("filter", () => filter.querySelector("[name=text]").select());
  onCommand("next", () => rows.step(1));
  onCommand("previous", () => rows.step(-1));
  onCommand("newest", () => {
    rows.release({ toTop: true });
    if (rows.all[0]) rows.choose(rows.all[0], { open: true });
  });
  onCommand("open", () => {
    const row = rows.chosen ?? rows.all[0];
    if (!row) return false;
    if (rows.reads !== row.dataset.id || !seen()) rows.choose(row, { open: true });
    else detail.querySelector('[role=tab][aria-selected="true"]')?.focus();
    return true;
  });
  onCommand("close", () => {
    const at = document.activeElement;
    if (at?.matches("input, textarea, select")) return at.blur();
    if (detail.contains(at) && rows.chosen) return rows.chosen.focus();
    if (!output.hidden) return drawer(false);
    if (!seen() && !rows.chosen) return false;
    return close();
  });
  onCommand("replay", () => (seen() ? detail.querySelector("#replay")?.click() : false));
  onCommand("edit", () => (seen() ? detail.querySelector("#edit")?.click() : false));
  onCommand("pin", () => (seen() ? detail.querySelector("#pin")?.click() : false));
  onCommand("remove", () => {
    const id = rows.chosen?.dataset.id ?? seen()?.dataset.shownExchange;
    return id ? void removeExchange(id) : false;
  });
  onCommand("note", () => (seen() ? detail.querySelector(".note-text")?.focus() : false));
  onCommand("compare", () => (seen() ? detail.querySelector("#compare")?.click() : false));
  onCommand("output", () => drawer(output.hidden));
  onCommand("restart", () => bench.querySelector("#guest-restart").click());
  bench.addEventListener("click", (event) => {
    if (event.target.closest(".exchange-detail-close")) close();
    const { fillMethod: method, fillRule: rule } = event.target.closest("[data-fill-rule]")?.dataset ?? {};
    if (rule)
      bench.querySelector("#compose").dispatchEvent(new CustomEvent("fill-route", { detail: { method, rule } }));
  });
});
