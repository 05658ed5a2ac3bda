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
  addEventListener("pointerdown", (event) => !card.contains(event.target) && hide());
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
  leaving = setTimeout(hide, 220); // time enough to move onto the card
}

export function show(chip, citation, support) {
  clearTimeout(leaving);
  const box = ensure();
  anchor?.removeAttribute("aria-describedby");
  anchor = chip;
  const copies = (citation.copies || []).map((copy) => copy.outlet || copy.title);
  fill(
    box,
    h("p", { class: "card-quote", dir: "auto" }, "“", quote(citation), "”"),
    h("p", { class: "card-title", dir: "auto" }, citation.title),
    h("p", { class: "meta" }, origin(citation), citation.speaker ? ` · ${citation.speaker}` : ""),
    copies.length ? h("p", { class: "meta" }, `Also in ${copies.join(", ")}`) : null,
    STATES[support] ? h("p", { class: `state state-${support}` }, STATES[support]) : null,
  );
  box.hidden = false;
  place(box, chip);
  chip.setAttribute("aria-describedby", "footnote-card");
}

const GAP = 8;
const LEAST = 120; // a card that is shorter than its text scrolls, but not as a slit
const covers = (at, one) => at.left < one.right && at.right > one.left && at.top < one.bottom && at.bottom > one.top;

// Above the number or below it, wherever fewest other numbers are hidden: the next one counts most.
function place(box, chip) {
  box.style.maxHeight = "";
  const at = chip.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const wide = document.documentElement.clientWidth;
  const room = { above: at.top - 2 * GAP, below: innerHeight - at.bottom - 2 * GAP };
  const large = Math.max(room.above, room.below);
  const sides = Object.keys(room).filter((side) => room[side] >= Math.min(size.height, LEAST) || room[side] === large);
  const all = [...document.querySelectorAll("#footnote .answer .chip")];
  const own = all.indexOf(chip);
  const weight = (n) => (n === own ? 0 : n === own + 1 ? 10 : n > own ? 2 : 1);
  const others = all.map((one, n) => ({ rect: one.getBoundingClientRect(), weight: weight(n) }));
  let best = null;
  for (const side of sides) {
    const height = Math.min(size.height, room[side]);
    const top = side === "above" ? at.top - GAP - height : at.bottom + GAP;
    for (const wanted of [at.left - 24, at.right - size.width + 24, at.left + GAP - size.width, at.right - GAP]) {
      const left = Math.max(GAP, Math.min(wanted, wide - size.width - GAP));
      const here = { left, top, right: left + size.width, bottom: top + height, height };
      here.cost = others.reduce((sum, one) => sum + (covers(here, one.rect) ? one.weight : 0), height < size.height ? 1.5 : 0);
      if (!best || here.cost < best.cost) best = here;
    }
  }
  box.style.left = `${best.left}px`;
  box.style.top = `${best.top}px`;
  if (best.height < size.height) box.style.maxHeight = `${best.height}px`;
}

export function watch(chip, citation, support) {
  chip.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(chip, citation, support));
  chip.addEventListener("pointerleave", later);
  chip.addEventListener("focus", () => chip.matches(":focus-visible") && show(chip, citation, support));
  chip.addEventListener("blur", hide);
}
