/** Input fields for the arguments of a URL rule, such as `id` of `/users/<int:id>`. */

import { printable } from "../core/printable.js";

const ARGUMENT = /<(?:(?:[^:<>]+):)?([^<>:]+)>/g;

/** Shows a field for each argument of the chosen rule, and writes the values into the URL `input`. */
export class UrlArguments {
  constructor(box, input) {
    this.box = box;
    this.input = input;
    input.addEventListener("input", (event) => {
      if (event.isTrusted) this.box.hidden = true; // the user has changed the URL, which no longer follows the rule
    });
  }

  show(rule) {
    const names = [...rule.matchAll(ARGUMENT)].map(([, name]) => name);
    this.box.replaceChildren(...names.map((name) => this.field(name, rule)));
    this.box.hidden = names.length === 0;
    this.box.querySelector("input")?.focus();
  }

  field(name, rule) {
    const label = document.createElement("label");
    label.className = "route-argument";
    const text = document.createElement("span");
    text.className = "mono";
    text.textContent = printable(name);
    const input = document.createElement("input");
    input.className = "input mono";
    input.dataset.argument = name;
    input.setAttribute("aria-label", this.box.dataset.label.replace("{name}", printable(name)));
    input.addEventListener("input", () => {
      const typed = new Map(
        [...this.box.querySelectorAll("input")].map((field) => [field.dataset.argument, field.value]),
      );
      const path = rule.includes("<path:");
      this.input.value = rule.replace(ARGUMENT, (whole, argument) => {
        const value = typed.get(argument);
        return value ? (path ? encodeURI(value) : encodeURIComponent(value)) : whole;
      });
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    label.append(text, input);
    return label;
  }
}
