// The card that shows a source while its chip is pointed at or focused.

import { fill, h, origin } from "./dom.js";
import { quote } from "./quoting.js";

export const STATES = {
  quoted: "Quoted word for word",
  supported: "Supported by this source",
  partly: "Partly supported",
  not_found: "Not found in this source",
};

let card;
let anchor = null;
let leaving = 0;

export function chipLabel(citation, support) {
  const state = STATES[support] ? `. ${STATES[support]}` : "";
  return `Source ${citation.number}: ${citation.title}, ${origin(citation).replace(" · ", ", ")}${state}`;
}

function ensure() {
  if (card) return card;
  card = document.body.appendChild(h("div", { class: "card", id: "footnote-card", role: "tooltip", hidden: true }));
  card.addEventListener("pointerenter", () => clearTimeout(leaving));
  card.addEventListener("pointerleave", later);
  addEventListener("scroll", hide, { capture: true, passive: true });
  addEventListener("resize", hide);
  return card;
}

export function hide() {
  clearTimeout(leaving);
  if (!card || card.hidden) return false;
  card.hidden = true;
  anchor?.removeAttribute("aria-describedby");
  anchor = null;
  return true;
}

function later() {
  clearTimeout(leaving);
  leaving = setTimeout(hide, 160);
}

export function show(chip, citation, support) {
  clearTimeout(leaving);
  const box = ensure();
  anchor?.removeAttribute("aria-describedby");
  anchor = chip;
  const copies = (citation.copies || []).map((copy) => copy.outlet || copy.title);
  fill(
    box,
    h("p", { class: "card-quote" }, "“", quote(citation), "”"),
    h("p", { class: "card-title" }, citation.title),
    h("p", { class: "meta" }, origin(citation), citation.speaker ? ` · ${citation.speaker}` : ""),
    copies.length ? h("p", { class: "meta" }, `Also in ${copies.join(", ")}`) : null,
    STATES[support] ? h("p", { class: `state state-${support}` }, STATES[support]) : null,
  );
  box.hidden = false;
  place(box, chip);
  chip.setAttribute("aria-describedby", "footnote-card");
}

function place(box, chip) {
  const at = chip.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left - 24), document.documentElement.clientWidth - size.width - 8);
  // Above where it fits: what has still to be read stays uncovered.
  const above = at.top - size.height - 8;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${above >= 8 ? above : at.bottom + 8}px`;
}

export function watch(chip, citation, support) {
  chip.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(chip, citation, support));
  chip.addEventListener("pointerleave", later);
  chip.addEventListener("focus", () => chip.matches(":focus-visible") && show(chip, citation, support));
  chip.addEventListener("blur", hide);
}
