/** The composer: keeps the draft, counts the parts that are filled in, completes paths, sends and cancels. */
import { behaviour } from "../core/behaviours.js";
import { onCommand } from "../core/commands.js";
import { htmx, post } from "../core/requests.js";
import { session } from "../core/storage.js";
import { showTab } from "../core/tabs.js";
import { faultOf, laidOut } from "./json-text.js";
import { RouteSuggestions } from "./route-suggestions.js";
import { UrlArguments } from "./url-arguments.js";

const OFFER_CANCEL_AFTER = 1000; // ms
const NOT_KEPT = new Set(["new", "auth-password", "auth-token"]); // a draft holds no secrets

behaviour("[data-composer]", (form) => {
  const key = `composer:${form.dataset.composer}`;
  const parts = form.querySelector(".compose-parts");
  const more = form.querySelector("[data-compose-more]");
  const cancel = form.querySelector("[data-compose-cancel]");
  const problem = form.querySelector("#compose-problem");
  const url = form.elements.url;
  const filled = "filled" in form.dataset;

  const open = (on) => {
    parts.hidden = !on;
    more.setAttribute("aria-expanded", on);
  };
  more.addEventListener("click", () => {
    open(parts.hidden);
    save();
  });

  /** Show on each tab how many of its fields are filled in. */
  const mark = () => {
    for (const tab of parts.querySelectorAll("[role=tab]")) {
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      const rows = [...panel.querySelectorAll("[name$='-name'], [type=file]")].filter((field) => field.value.trim());
      const held =
        new Set(rows.map((field) => field.closest(".field-pair"))).size +
        [...panel.querySelectorAll("textarea")].filter((field) => field.value.trim()).length;
      tab.querySelector(".count")?.remove();
      tab.removeAttribute("aria-label");
      if (held === 0) continue;
      const label = tab.textContent.trim();
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = held;
      tab.append(" ", count);
      tab.setAttribute("aria-label", form.dataset.holds.replace("{tab}", label).replace("{n}", held));
    }
  };

  /** Show how many parts besides method and path are filled in. */
  const count = () => {
    const names = [...form.querySelectorAll("[name$='-name']")].filter((field) => field.value.trim()).length;
    const texts = ["json", "raw"].filter((name) => form.elements[name].value.trim()).length;
    const badge = more.querySelector(".count");
    badge.hidden = names + texts === 0;
    badge.textContent = names + texts;
    mark();
    strike();
    checkJson();
  };

  /** Strike a Content-Type among the headers that does not fit the body, and say which one is sent. */
  const strike = () => {
    const filledIn = (name) => [...form.querySelectorAll(`[name="${name}-name"]`)].some((field) => field.value.trim());
    const hasFile = [...form.querySelectorAll("[name=files-value]")].some((field) => field.value);
    const fits = form.elements.json.value.trim()
      ? (kind) => kind.includes("json")
      : hasFile
        ? () => false
        : filledIn("form")
          ? (kind) => kind.startsWith("application/x-www-form-urlencoded")
          : () => true;
    const own = form.elements.json.value.trim()
      ? "application/json"
      : hasFile
        ? "multipart/form-data"
        : filledIn("form")
          ? "application/x-www-form-urlencoded"
          : "";
    let type = own;
    let other = "";
    for (const field of form.querySelectorAll("[name=headers-name]")) {
      const pair = field.closest(".field-pair");
      const kind = pair.querySelector("[name=headers-value]").value.trim().toLowerCase();
      const struck = field.value.trim().toLowerCase() === "content-type" && kind !== "" && !fits(kind);
      pair.classList.toggle("struck", struck);
      pair.title = struck ? form.dataset.replaced : "";
      if (field.value.trim().toLowerCase() !== "content-type" || kind === "") continue;
      if (struck) other = kind;
      else type = kind;
    }
    const said = form.querySelector(".compose-type");
    const words = own && (other ? form.dataset.sentInstead : form.dataset.sentAs);
    said.hidden = !words;
    said.textContent = words.replace("{type}", type).replace("{other}", other);
  };

  /** Say where the text of the tab JSON is not JSON, before it is sent. */
  const checkJson = () => {
    const field = form.elements.json;
    const said = form.querySelector("#json-fault");
    const fault = field.value.trim() ? faultOf(field.value) : null;
    field.setAttribute("aria-invalid", Boolean(fault));
    const words = fault?.line
      ? said.dataset.fault.replace("{line}", fault.line).replace("{column}", fault.column)
      : said.dataset.other;
    said.textContent = fault ? words : "";
    form.querySelector("[data-format-json]").disabled = Boolean(fault) || !field.value.trim();
  };
  form.querySelector("[data-format-json]").addEventListener("click", () => {
    form.elements.json.value = laidOut(form.elements.json.value);
    save();
  });

  form.querySelector("[data-send-recorded]")?.addEventListener("click", ({ target }) => {
    const box = target.closest(".recorded-cookies");
    for (const { dataset } of box.querySelector("template").content.children) {
      const names = form.querySelectorAll("[name=cookies-name]");
      const name = [...names].find((field) => !field.value) ?? addRow(names[0], "cookies-name");
      name.value = dataset.name;
      name.nextElementSibling.value = dataset.value;
      name.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.remove();
    form.querySelector("[name=cookies-name]").focus();
  });

  const save = () => {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name));
    session.set(key, { fields, open: !parts.hidden });
    count();
  };
  /** Add an empty row after the last one of a tab; return its field of that name. */
  const addRow = (first, name) => {
    const last = [...(first?.closest("[data-pairs]")?.querySelectorAll(".field-pair") ?? [])].at(-1);
    if (!last) return undefined;
    const fresh = last.cloneNode(true);
    for (const field of fresh.querySelectorAll("input")) field.value = "";
    last.after(fresh);
    return fresh.querySelector(`[name="${CSS.escape(name)}"]`);
  };
  const restore = () => {
    const draft = session.get(key);
    if (!draft) return;
    const rows = new Map();
    for (const [name, value] of draft.fields) {
      const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=file])`);
      const at = rows.get(name) ?? 0;
      rows.set(name, at + 1);
      const field = fields[at] ?? addRow(fields[0], name);
      const isChoice = field?.matches("select");
      if (!field || (isChoice && ![...field.options].some((option) => option.value === value))) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    open(draft.open);
  };

  const chooseMethod = (name) => {
    const select = form.elements.method;
    if (![...select.options].some((option) => option.value === name)) select.add(new Option(name));
    select.value = name;
  };

  const suggestions = new RouteSuggestions(form.querySelector(".compose-url"), form.dataset.routes, (route) => {
    if (!route.methods.includes(form.elements.method.value)) chooseMethod(route.methods[0]);
    values.show(route.rule);
    save();
  });
  /** Fill the whole form from a curl command; leave the text of one that cannot be read to be corrected. */
  const readCurl = async (text) => {
    const answer = await post(form.dataset.curl, { text }, { fragment: true });
    const html = await answer.text();
    if (answer.ok) {
      htmx.swap("#composer", html, { swapStyle: "innerHTML" });
      return;
    }
    problem.innerHTML = html;
    const again = form.querySelector("template[data-curl-again]").content.cloneNode(true);
    const field = again.querySelector("textarea");
    field.value = text;
    again.querySelector("button").addEventListener("click", () => readCurl(field.value));
    problem.append(again);
    field.focus();
  };
  url.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/^\s*curl(\.exe)?\s/.test(text)) return;
    event.preventDefault();
    readCurl(text);
  });
  // Escape closes the suggestions; a second Escape does nothing, so that Enter in this field still sends.
  let escaped = false;
  url.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") escaped = false;
    else if (!event.defaultPrevented && !escaped) {
      escaped = true;
      event.preventDefault();
    }
  });
  url.addEventListener("blur", () => {
    escaped = false;
  });
  const values = new UrlArguments(form.querySelector(".compose-arguments"), url);

  form.addEventListener("fill-route", ({ detail }) => {
    chooseMethod(detail.method);
    url.value = detail.rule;
    url.focus();
    values.show(detail.rule);
    save();
  });

  const { identity, environment } = form.elements;
  // Another request is sent as the same visitor, with the same variables.
  for (const choice of [identity, environment].filter(Boolean)) {
    const before = session.get(key)?.fields.find(([name]) => name === choice.name)?.[1];
    if ([...choice.options].some((option) => option.value === before)) choice.value = before;
  }
  if (filled) {
    // A reload shows the draft, with what has been changed since.
    const here = new URL(location.href);
    if (here.searchParams.has("saved")) {
      here.searchParams.delete("saved");
      history.replaceState(history.state, "", here);
    }
    const first = ["json", "raw"].find((name) => form.elements[name].value);
    const kind =
      first ??
      ["form", "files", "cookies", "headers", "query"].find(
        (name) => form.querySelector(`[name="${name}-name"]`).value,
      );
    // The tabs choose the last one that was used when they start.
    if (kind) setTimeout(() => showTab(form.querySelector(".tabs"), kind, { keep: false }));
    url.focus();
    save();
  } else {
    restore();
  }
  count();
  const clear = () => {
    const kept = [form.elements.identity, form.elements.environment].filter(Boolean);
    const before = kept.map((choice) => choice.value);
    for (const pair of form.querySelectorAll(".field-pair:not(:last-of-type)")) pair.remove();
    for (const field of form.querySelectorAll("input, textarea")) field.value = "";
    for (const select of form.querySelectorAll("select")) select.selectedIndex = 0;
    kept.forEach((choice, at) => {
      choice.value = before[at];
    });
    url.value = "/";
    form.querySelector(".compose-arguments").hidden = true;
    problem.replaceChildren();
    for (const note of form.querySelectorAll(":scope > .callout")) note.remove();
    auth();
    save();
    url.focus();
    url.select();
  };
  form.querySelector("[data-compose-clear]").addEventListener("click", clear);

  /** Show the fields of the chosen kind of login. */
  const auth = () => {
    for (const field of form.querySelectorAll("[data-for-auth]"))
      field.hidden = field.dataset.forAuth !== form.elements.auth.value;
  };
  form.elements.auth.addEventListener("change", auth);
  auth();
  const showJar = () => htmx.trigger(form.querySelector("#compose-jar"), "refresh");
  form.addEventListener("change", (event) => {
    if (event.target.id === "compose-identity") showJar();
  });
  form.addEventListener("keydown", (event) => {
    // Enter in the name of a new visitor adds it, in that of a saved request saves it: neither sends the request.
    if (event.key !== "Enter" || !["new", "save-as", "number", "at_once"].includes(event.target.name)) return;
    event.preventDefault();
    const repeat = form.querySelector("[data-compose-repeat]");
    (event.target.nextElementSibling ?? repeat).click();
  });

  form.addEventListener("input", save);
  form.addEventListener("change", save);

  let slow = 0;
  const running = (on) => {
    clearTimeout(slow);
    cancel.hidden = true;
    form.classList.toggle("sending", on);
    if (on)
      slow = setTimeout(() => {
        cancel.hidden = false;
      }, OFFER_CANCEL_AFTER);
  };
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target !== form) return;
    problem.replaceChildren();
    suggestions.close();
    running(true);
  });
  form.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "compose-jar") return;
    if (detail.xhr.status >= 400) detail.target = problem;
    else if (detail.requestConfig.verb === "post") problem.replaceChildren();
  });
  form.addEventListener("htmx:afterSwap", () => {
    // What was just saved may be saved again.
    const saved = problem.querySelector("[data-saved-as]");
    if (!saved) return;
    form.elements.opened.value = saved.dataset.savedAs;
    save();
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    running(false);
    showJar();
  });
  cancel.addEventListener("click", () => {
    htmx.trigger(form, "htmx:abort");
    problem.replaceChildren(form.querySelector("template[data-cancelled]").content.cloneNode(true));
    noteCancelled(form.elements.method.value, url.value);
  });
  /** Note in the row of a cancelled request that it was cancelled here, until its answer arrives. */
  const noteCancelled = (method, path) => {
    const row = [...document.querySelectorAll('.exchange-row[data-state="open"]')].find(
      (one) => one.dataset.method === method && path.includes(one.querySelector(".path").title.split("?")[0]),
    );
    if (!row || row.querySelector(".row-cancelled")) return;
    const note = document.createElement("span");
    note.className = "row-cancelled";
    note.textContent = form.dataset.cancelled;
    row.querySelector(".path-cell").append(note);
  };

  onCommand("compose", clear);
  onCommand("send", () => form.requestSubmit());
});

behaviour("[data-pairs]", (pairs) => {
  const blank = (pair) => [...pair.querySelectorAll("input")].every((field) => !field.value);
  const all = () => [...pairs.querySelectorAll(".field-pair")];
  pairs.addEventListener("input", () => {
    const last = all().at(-1);
    if (blank(last)) return;
    const fresh = last.cloneNode(true);
    for (const field of fresh.querySelectorAll("input")) field.value = "";
    last.after(fresh);
  });
  pairs.addEventListener("click", (event) => {
    const pair = event.target.closest("[data-remove]")?.closest(".field-pair");
    if (!pair) return;
    if (all().length > 1 && pair !== all().at(-1)) pair.remove();
    else for (const field of pair.querySelectorAll("input")) field.value = "";
    pairs.dispatchEvent(new Event("input", { bubbles: true }));
    all().at(-1).querySelector("input").focus();
  });
});
