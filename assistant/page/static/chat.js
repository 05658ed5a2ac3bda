// A conversation: turns, the one that is being answered, and what can be done with them.

import * as answering from "./answering.js";
import { announce, button, download, fill, h } from "./dom.js";
import { Told, askStream } from "./server.js";
import * as store from "./store.js";

const newId = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;

export class Chat {
  constructor({ sources, embed, onchange }) {
    this.sources = sources;
    this.embed = embed;
    this.onchange = onchange || (() => {});
    this.turns = [];
    this.id = newId();
    this.node = h("div", { class: "turns", "aria-label": "Conversation", role: "group" });
    this.wanted = () => undefined;
    this.setBusy = () => {};
    this.edit = () => {};
  }

  get memory() {
    const done = this.turns.filter((turn) => turn.packed);
    return done.length ? done[done.length - 1].packed.conversation : [];
  }

  clear() {
    this.stop();
    this.turns = [];
    this.id = newId();
    fill(this.node);
    this.sources.clear();
    this.onchange();
  }

  restore(kept) {
    this.clear();
    this.id = kept.id;
    for (const { question, packed, before } of kept.turns) {
      const turn = this.add(question, before);
      turn.packed = packed;
      this.draw(turn);
    }
    this.onchange();
  }

  add(question, before = this.memory) {
    const turn = { question, before, node: null, packed: null };
    turn.answer = h("div", { class: "answer" });
    turn.node = h("article", { class: "turn", "aria-label": `Question: ${question}` }, this.heading(turn), turn.answer);
    this.turns.push(turn);
    this.node.append(turn.node);
    return turn;
  }

  heading(turn) {
    const edit = button("Edit this question", "edit", () => this.reopen(turn), { class: "tool edit" });
    return h("div", { class: "turn-head" }, h("h2", { class: "question", dir: "auto" }, turn.question), edit);
  }

  // Takes the last question back into the box.
  reopen(turn) {
    this.stop();
    this.drop(turn);
    this.edit(turn.question);
  }

  drop(turn) {
    this.sources.clear();
    while (this.turns.length && this.turns[this.turns.length - 1] !== turn) this.turns.pop().node.remove();
    if (this.turns.pop() === turn) turn.node.remove();
    this.save();
    this.onchange();
  }

  async ask(question) {
    this.stop();
    const turn = this.add(question);
    this.onchange();
    this.scroll(turn);
    await this.run(turn);
  }

  retry(turn) {
    const { question } = turn;
    this.drop(turn);
    return this.ask(question);
  }

  async run(turn) {
    const control = (this.control = new AbortController());
    this.setBusy(true);
    turn.node.setAttribute("aria-busy", "true");
    fill(turn.answer, h("p", { class: "reading-now", role: "status" }, h("span", { class: "pulse" }), "Reading the articles…"));
    try {
      await this.receive(turn, control.signal);
    } catch (error) {
      this.failed(turn, error);
    } finally {
      turn.node.removeAttribute("aria-busy");
      if (this.control === control) {
        this.control = null;
        this.setBusy(false);
      }
      this.onchange();
    }
  }

  async receive(turn, signal) {
    const body = { question: turn.question, conversation: turn.before };
    const filters = this.wanted();
    if (filters) body.filters = filters;
    const partial = { sentences: [], citations: [], outcome: "answered" };
    for await (const [name, data] of askStream(body, signal)) {
      if (name === "error") throw new Told(data.error, data.retry_after);
      if (name !== "done") {
        this.sketch(turn, partial, name, data);
        continue;
      }
      turn.packed = data;
      this.draw(turn);
      if (turn === this.turns[this.turns.length - 1]) this.scroll(turn);
      this.save();
      announce(`Answer: ${data.answer.text.slice(0, 300)}`);
      return;
    }
    throw new Told("The answer was cut off on its way.");
  }

  // The answer so far, while it is being written. What counts is drawn when it is done.
  sketch(turn, partial, name, data) {
    if (name === "sources") partial.citations.push(...data.citations);
    else if (name === "withdrawn") partial.sentences = [];
    else if (name === "sentence") partial.sentences[data.index] = data.sentence;
    else if (name === "text") {
      const before = partial.sentences[data.index]?.text || "";
      partial.sentences[data.index] = { text: before + data.text, citations: [], support: "none_needed" };
    } else return;
    const known = { ...partial, sentences: partial.sentences.filter(Boolean) };
    if (!known.sentences.length) return;
    fill(turn.answer, answering.sentences(known, (place, link) => this.sources.open(place, link)), h("p", { class: "reading-now" }, h("span", { class: "pulse" })));
  }

  failed(turn, error) {
    const stopped = error.name === "AbortError";
    if (!stopped && !(error instanceof Told)) console.error(error);
    const words = stopped ? "Stopped." : error instanceof Told ? error.message : "Something went wrong in this page.";
    const again = h("button", { type: "button", class: "tool wide", onclick: () => this.retry(turn) }, "Ask again");
    fill(turn.answer, h("p", { class: stopped ? "meta" : "notice", role: stopped ? "status" : "alert" }, words), h("p", {}, again));
  }

  draw(turn) {
    const { answer } = turn.packed;
    const open = (place, link) => {
      this.sources.answer = answer;
      this.sources.open(place, link);
    };
    const own = answer.citations.length > 0;
    const show = own ? (event) => this.sources.list(answer, event.currentTarget) : null;
    fill(
      turn.answer,
      answering.understood(answer),
      answering.sentences(answer, open),
      answering.basis(answer),
      answering.nearest(answer, open),
      answering.actions(turn, { retry: () => this.retry(turn), sources: show, embed: this.embed }),
      answering.suggestions(answer.suggestions, (text) => this.ask(text)),
    );
    if (!this.embed) this.sources.list(answer);
  }

  stop() {
    this.control?.abort();
  }

  // Inside our own box only; a frame never moves the page around it.
  scroll(turn) {
    const box = this.embed ? document.scrollingElement : this.node.closest(".talk-scroll");
    if (box) box.scrollTop = turn.node.offsetTop - 12;
  }

  save() {
    if (this.embed) return;
    const turns = this.turns.filter((turn) => turn.packed).map(({ question, packed, before }) => ({ question, packed, before }));
    if (turns.length) store.keep({ id: this.id, time: Date.now(), turns });
    else store.forget(this.id);
  }

  exportAs(kind) {
    const packed = this.turns.filter((turn) => turn.packed).map((turn) => turn.packed);
    if (kind === "json") return download("conversation.json", "application/json", JSON.stringify(packed.map((one) => one.answer), null, 2));
    // Each answer counts its footnotes from 1: told apart by the number of the turn.
    const apart = (text, n) => text.replace(/(?<!\\)\[\^(\d+)\]/g, `[^${n}-$1]`);
    download("conversation.md", "text/markdown", packed.map((one, n) => apart(one.copy.markdown, n + 1)).join("\n---\n\n"));
  }
}
