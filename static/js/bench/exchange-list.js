/** The list of exchanges: live, filtered, and without moving the row that is being read. */
import { htmx } from "../core/requests.js";

const NO_FILTER = new Set(["sort", "order", "everywhere"]); // fields that alone let everything pass
const KB = 1024;

/** The list of one bench: `list` is its section; `onOpen(id)` is called when a row is opened. */
export class ExchangeList {
  constructor(list, onOpen) {
    this.list = list;
    this.box = list.querySelector(".list-rows");
    this.pill = list.querySelector(".new-rows");
    this.none = list.querySelector(".list-none");
    this.filter = list.querySelector("#filter");
    this.waiting = new Map(); // id -> row, newest last: rows that arrived while an exchange was being read
    this.onOpen = onOpen;
    this.box.addEventListener("click", (event) => {
      const row = event.target.closest(".exchange-row");
      if (!row) return;
      const first = this.reads;
      if (event.shiftKey && first && first !== row.dataset.id)
        location.assign(`/exchanges/${row.dataset.id}/compare?with=${first}`);
      else this.choose(row, { open: true });
    });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("scroll", () => this.box.scrollTop === 0 && !this.chosen && this.release(), {
      passive: true,
    });
    this.pill.addEventListener("click", () => this.release({ toTop: true }));
    this.box.addEventListener("htmx:afterSettle", () => this.renewed());
    this.renewed();
  }

  get chosen() {
    return this.box.querySelector('[aria-selected="true"]');
  }

  get all() {
    return [...this.box.querySelectorAll(".exchange-row")];
  }

  row(id) {
    return this.box.querySelector(`#row-${CSS.escape(id)}`);
  }

  /** Show a new or changed row: in its place if it is shown, otherwise on top, or later if an exchange is being read.
      A row for which `mine(row)` is true, because this page has sent its request, is shown at once. */
  take(id, html, mine = () => false) {
    const parsed = document.createElement("template");
    parsed.innerHTML = html;
    const row = parsed.content.firstElementChild;
    const shown = this.row(id);
    if (shown) {
      row.setAttribute("aria-selected", shown.getAttribute("aria-selected"));
      row.tabIndex = shown.tabIndex;
      const focused = document.activeElement === shown;
      shown.replaceWith(row);
      if (focused) row.focus({ preventScroll: true });
    } else if (!this.fits(row)) {
      return;
    } else if (this.sorted && !mine(row)) {
      this.waiting.set(id, row);
      this.count();
    } else if (mine(row) || id === this.reads) {
      this.waiting.set(id, row);
      this.follow(id);
    } else if (this.reading) {
      this.waiting.set(id, row);
      this.count();
    } else {
      this.place(row);
    }
    this.state();
  }

  /** Whether new rows on top would move the row that is being read. */
  get reading() {
    return this.box.scrollTop > 0 || Boolean(this.chosen);
  }

  place(row) {
    const after = this.all.find((other) => Number(other.dataset.id) < Number(row.dataset.id));
    const earlier = this.box.querySelector(".list-earlier");
    if (earlier && after?.previousElementSibling === earlier) earlier.before(row);
    else if (after) after.before(row);
    else this.box.prepend(row);
  }

  /** Show the rows that have waited. */
  release({ toTop = false } = {}) {
    if (this.sorted && this.waiting.size > 0) {
      this.renew(); // only the server knows their places
      return;
    }
    for (const row of this.waiting.values()) if (!this.row(row.dataset.id)) this.place(row);
    this.waiting.clear();
    this.count();
    this.state();
    if (toTop) {
      this.box.scrollTop = 0;
      this.all[0]?.focus();
    }
  }

  count() {
    const n = this.waiting.size;
    this.pill.hidden = n === 0;
    if (n)
      this.pill.querySelector("span").textContent =
        n === 1 ? this.pill.dataset.one : this.pill.dataset.many.replace("{n}", n);
  }

  /** Restore the selection after the server has sent the whole list, which includes the rows that have waited. */
  renewed() {
    this.waiting.clear();
    this.count();
    const row = this.row(this.reads ?? "");
    if (row) this.choose(row, { open: false, focus: false });
    else if (this.all[0]) this.all[0].tabIndex = 0;
    this.state();
  }

  state() {
    const empty = this.all.length === 0;
    this.none.hidden = !empty;
    const filtered = this.filtered;
    this.none.querySelector('[data-when="all"]').hidden = filtered;
    this.none.querySelector('[data-when="filtered"]').hidden = !filtered;
    if (!this.chosen && this.all[0] && !this.all.some((row) => row.tabIndex === 0)) this.all[0].tabIndex = 0;
  }

  get filtered() {
    return [...new FormData(this.filter)].some(([name, value]) => value && !NO_FILTER.has(name));
  }

  /** Whether the list is in another order than the newest first. */
  get sorted() {
    const { sort, order } = this.filter.elements;
    return Boolean(sort.value || order.value);
  }

  /** Whether a row passes the filter; the server applies the same rule to the history. */
  fits(row) {
    const wanted = new FormData(this.filter);
    const status = wanted.get("status");
    const text = row.dataset.text;
    if (!wanted.get("everywhere") && !text.includes(wanted.get("text").trim().toLowerCase())) return false;
    if (wanted.get("method") && row.dataset.method !== wanted.get("method")) return false;
    if (wanted.get("static") && row.dataset.static === "1") return false;
    for (const name of ["took", "sql"]) if (Number(row.dataset[name]) < Number(wanted.get(name))) return false;
    if (Number(row.dataset.size) < Number(wanted.get("size")) * KB) return false;
    if (wanted.get("pinned") && row.dataset.pinned !== "1") return false;
    if (wanted.get("visitor") && row.dataset.visitor !== wanted.get("visitor")) return false;
    if (status === "failed") return row.dataset.failed === "1";
    if (status === "raised") return row.dataset.raised === "1";
    if (status === "found") return row.dataset.found === "1";
    return !status || row.dataset.status.startsWith(status) || row.dataset.state === "open";
  }

  /** Select a row; `open` opens its exchange too. */
  choose(row, { open = false, focus = true } = {}) {
    for (const other of this.all) {
      other.setAttribute("aria-selected", other === row);
      other.tabIndex = other === row ? 0 : -1;
    }
    this.reads = row.dataset.id;
    if (focus) row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    if (open) this.onOpen(row.dataset.id);
  }

  /** Clear the selection. */
  clear() {
    const row = this.chosen;
    row?.setAttribute("aria-selected", "false");
    this.reads = undefined;
    if (this.box.scrollTop === 0) this.release();
    (row ?? this.all[0])?.focus({ preventScroll: true });
  }

  /** Select the row of an exchange that was opened by other means than the list. */
  follow(id) {
    this.reads = id;
    this.release();
    const row = this.row(id);
    if (row) this.choose(row, { focus: this.box.contains(document.activeElement) });
  }

  /** Move the selection down (1) or up (-1), and open that exchange. */
  step(by) {
    const all = this.all;
    if (all.length === 0) return false;
    const at = all.indexOf(this.chosen);
    const to = at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by));
    this.choose(all[to], { open: to !== at });
    return true;
  }

  key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -Infinity, End: Infinity }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.step(by === -Infinity ? -this.all.length : by === Infinity ? this.all.length : by);
    } else if (event.key === " ") {
      event.preventDefault();
      const row = event.target.closest(".exchange-row");
      if (row) this.choose(row, { open: true });
    }
  }

  /** Fetch the whole list again. */
  renew() {
    htmx.trigger(this.filter, "refresh");
  }
}
