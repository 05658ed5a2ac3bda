// An Answer as a reader sees it: sentences with their chips, what it rests on, and what to do with it.

import { append, button, copyText, day, h, origin } from "./dom.js";
import * as card from "./card.js";
import { address, post } from "./server.js";

export function articleAddress(place) {
  return address(`article/${encodeURIComponent(place.article_id)}?start=${place.start}&end=${place.end}#mark`);
}

function chip(citation, support, open) {
  const link = h(
    "a",
    {
      class: `chip chip-${support}`,
      href: articleAddress(citation),
      "aria-label": card.chipLabel(citation, support),
      "data-number": citation.number,
      onclick: (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        card.hide();
        open(citation, link);
      },
    },
    citation.number,
  );
  card.watch(link, citation, support);
  return link;
}

// “Quoted.”, Name (role): “Quoted.” and plain sentences are set differently.
function sentence(one, citations, open) {
  const chips = one.citations.map((number) => citations.get(number)).filter(Boolean);
  const marks = chips.map((citation) => chip(citation, one.support, open));
  const spoken = /^([^“”]{2,120}?): (“[\s\S]+)$/.exec(one.text);
  const note = one.support === "not_found" || one.support === "partly" ? h("span", { class: "doubt" }, card.STATES[one.support]) : null;
  if (spoken) return h("li", { class: "said", dir: "auto", "data-speaker": spoken[1] }, h("span", { class: "speaker" }, spoken[1]), " ", h("q", { class: "bare" }, spoken[2]), gap(marks), note);
  if (one.text.startsWith("“")) return h("p", { class: "quoted", dir: "auto" }, one.text, gap(marks), note);
  return h("p", { class: "plain", dir: "auto" }, one.text, gap(marks), note);
}

const gap = (marks) => (marks.length ? h("span", { class: "chips" }, "\u2060", marks) : null);

export function sentences(answer, open) {
  const citations = new Map(answer.citations.map((one) => [one.number, one]));
  const out = [];
  for (const one of answer.sentences) {
    const node = sentence(one, citations, open);
    const last = out[out.length - 1];
    if (node.tagName !== "LI") out.push(node);
    else if (last?.tagName === "UL") {
      if (last.lastChild.dataset.speaker.replace(/ \(.*\)$/, "") === node.dataset.speaker.replace(/ \(.*\)$/, "")) node.classList.add("goes-on");
      last.append(node);
    }
    else out.push(h("ul", { class: "saying" }, node));
  }
  const plain = out.filter((node) => node.className === "plain");
  if (answer.outcome !== "small_talk") plain[0]?.classList.add("lead");
  if (answer.outcome === "declined") plain.slice(1).forEach((node) => node.classList.add("aside"));
  return out;
}

export function basis(answer) {
  const parts = [];
  const told = answer.sentences.some((one) => one.text.startsWith(answer.agreement?.replace(/[.\s]+$/, "") || "\u0000"));
  if (answer.agreement && !told) parts.push(h("p", { class: "agreement" }, answer.agreement));
  for (const words of answer.notices || []) parts.push(h("p", { class: "notice" }, words));
  if (answer.outcome !== "answered") return parts;
  const sources = new Set(answer.citations.map((one) => one.article_id)).size;
  const line = [`${sources} ${sources === 1 ? "article" : "articles"} cited of ${answer.searched.articles}`];
  if (answer.date_basis) line.push(`newest ${day(answer.date_basis)}`);
  line.push(answer.written_by === "reader" ? "quoted, not generated" : `written by ${answer.written_by}`);
  if (answer.timings?.total) line.push(`${answer.timings.total.toFixed(1)} s`);
  parts.push(h("p", { class: "meta basis" }, line.join(" · ")));
  return parts;
}

export function nearest(answer, open) {
  if (answer.outcome !== "declined" || !answer.also_retrieved.length) return null;
  return h(
    "section",
    { class: "nearest", "aria-label": "Nearest passages" },
    h("h3", {}, "Nearest passages, which do not answer this"),
    answer.also_retrieved.map((passage) => passageItem(passage, open)),
  );
}

export function passageItem(passage, open) {
  const text = passage.text.replace(/\s+/g, " ");
  const link = h(
    "a",
    {
      class: "passage",
      href: articleAddress(passage),
      onclick: (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        open({ ...passage, quote: passage.text, highlights: [] }, link);
      },
    },
    h("span", { class: "source-title", dir: "auto" }, passage.title),
    h("span", { class: "meta" }, origin(passage)),
    h("span", { class: "snippet", dir: "auto" }, text.length > 180 ? `${text.slice(0, 180)}…` : text),
  );
  return link;
}

export function understood(answer) {
  const bare = (text) => text.replace(/[?.!\s]+$/, "").toLowerCase();
  if (bare(answer.understood) === bare(answer.question)) return null;
  return h("p", { class: "understood" }, h("span", {}, "Understood as: "), answer.understood);
}

export function suggestions(list, ask) {
  if (!list.length) return null;
  return h(
    "div",
    { class: "suggestions", role: "group", "aria-label": "Questions to ask next" },
    list.map((text) => h("button", { type: "button", class: "suggestion", onclick: () => ask(text) }, text)),
  );
}

export function actions(turn, { retry, sources, embed }) {
  const { packed } = turn;
  const bar = h(
    "div",
    { class: "actions", role: "group", "aria-label": "This answer" },
    sources && h("button", { type: "button", class: "tool wide sources-button", onclick: sources }, `Sources (${packed.answer.citations.length})`),
    button("Copy with references", "copy", () => copyText(packed.copy.text, "Copied with references")),
    button("Copy as Markdown with footnotes", "markdown", () => copyText(packed.copy.markdown, "Copied as Markdown")),
    !embed && button("Copy a link to this question", "link", () => copyText(`${address("")}?q=${encodeURIComponent(packed.answer.question)}`, "Link copied")),
    button("Ask again", "retry", retry),
  );
  append(bar, thumbs(turn));
  return bar;
}

function thumbs(turn) {
  const { answer } = turn.packed;
  const said = h("span", { class: "meta", role: "status" });
  const send = async (verdict, reason = "") => {
    const body = { question: answer.question, answer: answer.text, conversation: turn.before, verdict, reason };
    try {
      await post("api/feedback", body);
      said.textContent = reason || verdict === "up" ? "Thank you." : "";
    } catch (error) {
      said.textContent = error.message;
    }
  };
  const up = button("This helped", "up", () => press(up, down, "up"), { "aria-pressed": "false" });
  const down = button("This is wrong or of no use", "down", () => press(down, up, "down"), { "aria-pressed": "false" });
  const press = (one, other, verdict) => {
    one.setAttribute("aria-pressed", "true");
    other.setAttribute("aria-pressed", "false");
    send(verdict);
    one.parentNode.querySelector(".why")?.remove();
    if (verdict === "down") one.parentNode.append(why(send));
  };
  return [up, down, said];
}

function why(send) {
  const field = h("input", { type: "text", maxlength: 500, "aria-label": "What was wrong?", placeholder: "What was wrong? (kept on this server)" });
  const form = h(
    "form",
    {
      class: "why",
      onsubmit: (event) => {
        event.preventDefault();
        send("down", field.value.trim() || "no reason given");
        form.remove();
      },
    },
    field,
    h("button", { type: "submit", class: "tool wide" }, "Send"),
  );
  setTimeout(() => field.focus({ preventScroll: true }));
  return form;
}

