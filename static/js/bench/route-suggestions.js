/** A combobox of the guest's routes, as in the ARIA Authoring Practices. */

import { printable } from "../core/printable.js";

/** Completes the input inside `box` from the routes at `address`; `onChoose(route)` is called after a choice. */
export class RouteSuggestions {
  constructor(box, address, onChoose) {
    this.input = box.querySelector("input");
    this.list = box.querySelector("[role=listbox]");
    this.address = address;
    this.onChoose = onChoose;
    this.at = -1;
    this.routes = [];
    this.typed = false; // whether the user has typed since the input got the focus
    this.input.addEventListener("focus", () => this.load());
    this.input.addEventListener("input", (event) => {
      if (!event.isTrusted) return;
      this.typed = true;
      this.open();
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => {
      this.typed = false;
      this.close();
    });
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // keeps the focus in the input
      const item = event.target.closest("[role=option]");
      if (item) this.choose(Number(item.dataset.index));
    });
  }

  async load() {
    const answer = await fetch(this.address);
    if (!answer.ok) return;
    this.routes = await answer.json();
    if (this.typed) this.open(); // the user has typed before the routes arrived
  }

  get isOpen() {
    return !this.list.hidden;
  }

  open() {
    const typed = this.input.value.toLowerCase();
    this.found = this.routes.filter(
      (route) =>
        route.rule.toLowerCase().includes(typed) || route.endpoint.toLowerCase().includes(typed.replace(/^\//, "")),
    );
    if (this.found.length === 0 || (this.found.length === 1 && this.found[0].rule === this.input.value))
      return this.close();
    this.list.replaceChildren(...this.found.map((route, index) => this.item(route, index)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(-1);
    return undefined;
  }

  item(route, index) {
    const item = document.createElement("div");
    item.id = `route-${index}`;
    item.className = "suggestion";
    item.dataset.index = index;
    item.setAttribute("role", "option");
    for (const [name, text] of [
      ["suggestion-rule", route.rule],
      ["suggestion-methods", route.methods.join(" ")],
      ["suggestion-endpoint", route.endpoint],
    ]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = printable(text);
      item.append(part);
    }
    return item;
  }

  mark(index) {
    this.at = index;
    for (const item of this.list.children) item.setAttribute("aria-selected", Number(item.dataset.index) === index);
    this.input.setAttribute("aria-activedescendant", index < 0 ? "" : `route-${index}`);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.setAttribute("aria-activedescendant", "");
  }

  choose(index) {
    const route = this.found[index];
    this.input.value = route.rule;
    this.close();
    this.onChoose(route);
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!this.isOpen) return this.open();
      const n = this.found.length;
      this.mark((this.at + (event.key === "ArrowDown" ? 1 : n + (this.at < 0 ? 0 : -1)) + n) % n);
    } else if (event.key === "Enter" && this.isOpen && this.at >= 0) {
      event.preventDefault();
      this.choose(this.at);
    } else if (event.key === "Enter") {
      this.typed = false; // the request is sent
      this.close();
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
    return undefined;
  }
}
