// The box where a question is typed, with the limits of the search beside it.

import { button, fill, h, icon } from "./dom.js";

export class Composer {
  constructor({ limit, ask, stop, outlets, withFilters }) {
    this.ask = ask;
    this.outlets = outlets;
    this.filters = { outlets: [], after: null, before: null };
    this.field = h("textarea", {
      id: "question", rows: 1, maxlength: limit, enterkeyhint: "send", autocomplete: "off",
      placeholder: "Ask about the articles", "aria-label": "Your question",
      oninput: () => this.grow(),
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          this.submit();
        }
      },
    });
    this.send = h("button", { type: "submit", class: "send", "aria-label": "Ask", title: "Ask" }, icon("send"));
    this.halt = h("button", { type: "button", class: "send", "aria-label": "Stop", title: "Stop", hidden: true, onclick: stop }, icon("stop"));
    this.chips = h("div", { class: "filter-chips" });
    this.panel = h("div", { class: "filter-panel", hidden: true, id: "filter-panel" });
    this.toggle = button("Limit the search", "filter", () => this.turn(), { "aria-expanded": "false", "aria-controls": "filter-panel" });
    this.node = h(
      "form",
      { class: "composer", onsubmit: (event) => (event.preventDefault(), this.submit()) },
      this.panel, this.chips,
      h("div", { class: "composer-row" }, withFilters ? this.toggle : null, this.field, this.send, this.halt),
    );
  }

  submit() {
    const text = this.field.value.trim();
    if (!text || this.busy) return;
    this.field.value = "";
    this.grow();
    this.panel.hidden = true;
    this.toggle.setAttribute("aria-expanded", "false");
    this.ask(text);
  }

  put(text) {
    this.field.value = text;
    this.grow();
    this.field.focus({ preventScroll: true });
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 160)}px`;
  }

  setBusy(busy) {
    this.busy = busy;
    this.send.hidden = busy;
    this.halt.hidden = !busy;
  }

  wanted() {
    const { outlets, after, before } = this.filters;
    if (!outlets.length && !after && !before) return undefined;
    return { outlets, ...(after ? { after } : {}), ...(before ? { before } : {}) };
  }

  turn(open = this.panel.hidden) {
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (!open) return this.toggle.focus({ preventScroll: true });
    const picked = new Set(this.filters.outlets);
    const date = (name, label) =>
      h("label", {}, label, h("input", { type: "date", value: this.filters[name] || "", onchange: (event) => this.set({ [name]: event.target.value || null }) }));
    fill(
      this.panel,
      h("fieldset", {}, h("legend", {}, "Outlets"), h("div", { class: "outlets" }, this.outlets().map((name) =>
        h("label", {}, h("input", { type: "checkbox", checked: picked.has(name), onchange: (event) => this.pick(name, event.target.checked) }), name)))),
      h("div", { class: "dates" }, date("after", "From "), date("before", "Until ")),
    );
    this.panel.append(h("p", { class: "panel-end" }, h("button", { type: "button", class: "tool wide framed", onclick: () => this.turn(false) }, "Done")));
    this.panel.querySelector("input")?.focus({ preventScroll: true });
  }

  pick(name, on) {
    this.set({ outlets: on ? [...this.filters.outlets, name] : this.filters.outlets.filter((one) => one !== name) });
  }

  set(change) {
    this.filters = { ...this.filters, ...change };
    const chip = (text, without) =>
      h("button", { type: "button", class: "filter-chip", "aria-label": `Remove limit: ${text}`, onclick: () => { this.set(without); if (!this.panel.hidden) this.turn(true); else this.field.focus(); } }, text, icon("close"));
    const { outlets, after, before } = this.filters;
    fill(
      this.chips,
      outlets.map((name) => chip(name, { outlets: outlets.filter((one) => one !== name) })),
      after ? chip(`from ${after}`, { after: null }) : null,
      before ? chip(`until ${before}`, { before: null }) : null,
    );
  }
}
