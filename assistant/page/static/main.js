// Puts the page together from what the server says in #footnote.

import { Chat } from "./chat.js";
import { Composer } from "./composing.js";
import * as card from "./card.js";
import { fill, h } from "./dom.js";
import { get, setPass } from "./server.js";
import { Sources } from "./sources.js";
import { chrome } from "./chrome.js";
import { dress, grow, leave } from "./framed.js";

const place = document.getElementById("footnote");
const config = JSON.parse(place.dataset.config);
const embed = config.mode === "embed";
const query = new URLSearchParams(location.search);
let stocked;
let health = { state: "warming", outlets: [], starters: [] };

setPass(config.pass);
document.documentElement.classList.add("footnote", embed ? "is-embed" : "is-page");

const sources = new Sources({ inline: embed });
const opening = h("div", { class: "opening" });
const chat = new Chat({ sources, embed, onchange: () => welcome() });
const composer = new Composer({
  limit: config.limit,
  withFilters: !embed,
  outlets: () => health.outlets || [],
  ask: (text) => chat.ask(text),
  stop: () => chat.stop(),
});
chat.wanted = () => {
  const outlets = query.getAll("outlet");
  return embed && outlets.length ? { outlets } : composer.wanted();
};
chat.setBusy = (busy) => composer.setBusy(busy);
chat.edit = (text) => composer.put(text);

const talk = h(
  "section",
  { class: "talk", "aria-label": "Questions and answers" },
  h("div", { class: "talk-scroll", tabindex: embed ? null : "0" }, h("div", { class: "measure" }, opening, chat.node)),
  h("div", { class: "measure" }, composer.node),
);

function welcome() {
  const empty = chat.turns.length === 0;
  opening.hidden = !empty;
  page?.changed();
  if (!empty) return;
  const starters = (health.starters || []).map((text) =>
    h("li", {}, h("button", { type: "button", class: "starter", dir: "auto", onclick: () => chat.ask(text) }, text)));
  fill(
    opening,
    h("h1", {}, query.get("title")?.slice(0, 80) || (embed ? config.title : "Ask the articles.")),
    h("p", { class: "lede" }, "Every sentence of an answer points at its place in an article. What the articles don't say is not answered."),
    starters.length ? [h("p", { class: "starters-label", id: "starters" }, "For example"), h("ul", { class: "starters", "aria-labelledby": "starters" }, starters)] : h("p", { class: "reading-now", role: "status" }, health.state === "warming" ? h("span", { class: "pulse" }) : null, health.words || "Warming up…"),
  );
}

async function watchHealth() {
  try {
    health = await get("api/health");
  } catch (error) {
    health = { ...health, state: "unreachable", ok: false, words: error.message };
  }
  page?.health(health);
  if (!embed && health.last_build !== stocked) stock();
  if (chat.turns.length === 0) welcome();
  setTimeout(watchHealth, health.state === "ready" ? 60000 : 1000);
}

// The newest articles, for the empty list of sources; again when the library has changed.
async function stock() {
  const was = stocked;
  stocked = health.last_build;
  try {
    sources.stock((await get("api/articles?limit=8")).articles);
  } catch {
    stocked = was; // with the next look at the server's health
  }
}

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (card.hide() || page?.escape()) return event.preventDefault();
  if (!composer.panel.hidden) composer.turn(false);
  else if (sources.close()) event.preventDefault();
  else if (composer.busy) chat.stop();
  else if (embed) leave();
});

const page = embed ? null : chrome({ config, chat, composer, talk, sources });
place.replaceChildren(...(embed ? [h("main", { class: "frame" }, talk)] : page.nodes));
dress(query);
if (embed) grow(config.parents);
welcome();
watchHealth();
if (query.get("q")) chat.ask(query.get("q").slice(0, config.limit));
else if (!embed) composer.field.focus({ preventScroll: true });
