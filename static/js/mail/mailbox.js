/** The mailbox: the list of messages, live arrivals, and the message beside the list. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";
import { listen } from "../core/event-stream.js";
import { htmx, post } from "../core/requests.js";
import { toast } from "../core/toast.js";

behaviour("[data-mailbox]", (mailbox) => {
  const box = mailbox.querySelector(".list-rows");
  const pane = mailbox.querySelector("#letter");
  const state = mailbox.querySelector(".list-state");
  const all = () => [...box.querySelectorAll(".mail-row")];
  const chosen = () => box.querySelector('[aria-selected="true"]');

  const settle = () => {
    const rows = all();
    mailbox.querySelector(".mail-none").hidden = rows.length > 0;
    mailbox.querySelector("#mail-clear").hidden = rows.length === 0;
    if (rows[0] && !rows.some((row) => row.tabIndex === 0)) rows[0].tabIndex = 0;
  };

  const address = (id) => {
    const url = new URL(location.href);
    if (id) url.searchParams.set("letter", id);
    else url.searchParams.delete("letter");
    history.replaceState(history.state, "", url);
  };

  const read = (row) => {
    if (!row.classList.contains("unseen")) return;
    row.classList.remove("unseen");
    row.querySelector(".mail-dot")?.remove();
    post(`/mail/${row.dataset.id}/seen`).catch(() => {}); // leaving the page cancels the request, which does no harm
  };

  // A message that was requested before must not take the place of what is shown by then.
  const stop = () => htmx.trigger(pane, "htmx:abort");

  const choose = (row, { open = true, focus = true } = {}) => {
    for (const other of all()) {
      other.setAttribute("aria-selected", other === row);
      other.tabIndex = other === row ? 0 : -1;
    }
    if (focus) row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    address(row.dataset.id);
    read(row);
    if (!open) return;
    stop();
    // A failed request shows a toast, and an aborted one is no failure.
    htmx.ajax("GET", `/mail/${row.dataset.id}`, { source: pane, target: pane, swap: "innerHTML" }).catch(() => {});
  };

  const close = () => {
    const row = chosen();
    if (!row && !pane.querySelector("[data-letter]")) return false;
    stop();
    pane.replaceChildren(mailbox.querySelector("#no-letter").content.cloneNode(true));
    row?.setAttribute("aria-selected", "false");
    address(null);
    (row ?? all()[0])?.focus({ preventScroll: true });
    return true;
  };

  const step = (by) => {
    const rows = all();
    if (rows.length === 0) return false;
    const at = rows.indexOf(chosen());
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    if (to !== at) choose(rows[to]);
    return true;
  };

  box.addEventListener("click", (event) => {
    const row = event.target.closest(".mail-row");
    if (row) choose(row);
  });
  box.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -all().length, End: all().length }[
      event.key
    ];
    const row = event.target.closest(".mail-row");
    if (by !== undefined) {
      event.preventDefault();
      step(by);
    } else if (row && (event.key === " " || event.key === "Enter")) {
      event.preventDefault();
      choose(row);
    } else if (row && event.key === "Delete") {
      event.preventDefault();
      remove(row.dataset.id);
    }
  });

  const gone = (id) => {
    const row = box.querySelector(`#letter-${CSS.escape(id)}`);
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    row?.remove();
    settle();
    if (next?.classList.contains("mail-row")) choose(next);
    else {
      pane.replaceChildren(mailbox.querySelector("#no-letter").content.cloneNode(true));
      address(null);
    }
  };
  const remove = async (id) => {
    const answer = await post(`/mail/${id}/delete`).catch(() => null);
    if (answer?.ok) gone(id);
    else toast(document.body.dataset.gone);
  };
  pane.addEventListener("htmx:afterRequest", (event) => {
    const button = event.target.closest("[data-delete-letter]");
    if (button && event.detail.successful) gone(button.closest("[data-letter]").dataset.letter);
  });

  onCommand("next-letter", () => step(1));
  onCommand("previous-letter", () => step(-1));
  onCommand("close", close);

  const say = (text) => {
    state.hidden = !text;
    state.textContent = text ?? "";
  };
  const add = (id, html) => {
    if (box.querySelector(`#letter-${CSS.escape(id)}`)) return;
    const parsed = document.createElement("template");
    parsed.innerHTML = html;
    const above = box.scrollHeight;
    box.prepend(parsed.content.firstElementChild);
    // Keep the scroll position of a list that is scrolled down.
    if (box.scrollTop > 0) box.scrollTop += box.scrollHeight - above;
    settle();
  };
  const stopListening = listen("/events?mail=yes", {
    open: () => say(null),
    mail: (event) => {
      const { id, html } = JSON.parse(event.data);
      add(id, html);
    },
    displaced: () => {
      stopListening();
      say(state.dataset.displaced);
    },
    error: () => say(state.dataset.lost),
  });

  settle();
  const first = box.querySelector(`#letter-${CSS.escape(mailbox.dataset.chosen || "none")}`);
  if (first) choose(first, { open: false, focus: false });
});
