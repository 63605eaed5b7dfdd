/** Fields for the arguments of a URL rule: `/users/<int:id>` in the path asks for an id. */

const PLACE = /<(?:(?:[^:<>]+):)?([^<>:]+)>/g;

/** Shows a field for each argument of the rule chosen, and writes what is typed into `input`. */
export class Arguments {
  constructor(box, input) {
    this.box = box;
    this.input = input;
    input.addEventListener("input", (event) => {
      if (event.isTrusted) this.box.hidden = true; // typed over: the rule no longer says what is in the path
    });
  }

  show(rule) {
    const names = [...rule.matchAll(PLACE)].map(([, name]) => name);
    this.box.replaceChildren(...names.map((name) => this.field(name, rule)));
    this.box.hidden = names.length === 0;
    this.box.querySelector("input")?.focus();
  }

  field(name, rule) {
    const label = document.createElement("label");
    label.className = "route-argument";
    const text = document.createElement("span");
    text.className = "mono";
    text.textContent = name;
    const input = document.createElement("input");
    input.className = "input mono";
    input.dataset.argument = name;
    input.setAttribute("aria-label", this.box.dataset.label.replace("{name}", name));
    input.addEventListener("input", () => {
      const typed = new Map(
        [...this.box.querySelectorAll("input")].map((field) => [field.dataset.argument, field.value]),
      );
      const path = rule.includes("<path:");
      this.input.value = rule.replace(PLACE, (whole, argument) => {
        const value = typed.get(argument);
        return value ? (path ? encodeURI(value) : encodeURIComponent(value)) : whole;
      });
      this.input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    label.append(text, input);
    return label;
  }
}
