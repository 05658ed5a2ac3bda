// What is around the chat on the page of its own: name, tabs, health line, history, theme, export.

import { button, fill, h } from "./dom.js";
import { corpusTab } from "./corpus.js";
import { embedTab } from "./embedding.js";
import { isDark } from "./framed.js";
import * as store from "./store.js";

const TABS = [["ask", "Ask"], ["corpus", "Corpus"], ["embed", "Embed"]];

function since(iso) {
  if (!iso) return "never built";
  const minutes = Math.max(0, Math.round((Date.now() - Date.parse(iso)) / 60000));
  if (minutes < 1) return "built just now";
  if (minutes < 60) return `built ${minutes} min ago`;
  if (minutes < 60 * 36) return `built ${Math.round(minutes / 60)} h ago`;
  return `built ${Math.round(minutes / 1440)} days ago`;
}

export function chrome({ config, chat, composer, talk, sources }) {
  const line = h("p", { class: "health", role: "status" });
  const drawer = h("div", { class: "drawer", role: "dialog", "aria-label": "Earlier conversations", "aria-modal": "false", hidden: true });
  let opener = null;
  let operators = false;

  const chosen = store.read("theme", null);
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;

  function turnTheme() {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    store.write("theme", next);
  }

  function drawHistory() {
    const all = store.conversations();
    const row = (one) =>
      h("li", {},
        h("button", { type: "button", class: "kept", onclick: () => { close(); chat.restore(one); } },
          h("span", {}, one.turns[0]?.question || "…"),
          h("span", { class: "meta" }, `${new Date(one.time).toLocaleDateString()} · ${one.turns.length} ${one.turns.length === 1 ? "question" : "questions"}`)),
        button(`Forget: ${one.turns[0]?.question || ""}`, "close", () => { store.forget(one.id); drawHistory(); }));
    fill(
      drawer,
      h("div", { class: "side-top" }, h("h2", { class: "side-head" }, "Earlier conversations"), button("Close", "close", close)),
      all.length ? h("ul", { class: "history" }, all.map(row)) : h("p", { class: "side-empty" }, "Nothing yet. Conversations are kept in this browser only."),
      all.length ? h("p", {}, h("button", { type: "button", class: "tool wide", onclick: () => { if (confirm("Forget all earlier conversations in this browser?")) store.forget(); drawHistory(); } }, "Forget all")) : null,
      chat.turns.length ? h("h3", {}, "This conversation") : null,
      chat.turns.length ? h("p", { class: "saving" }, h("button", { type: "button", class: "tool wide", onclick: () => chat.exportAs("markdown") }, "Save as Markdown"), " ", h("button", { type: "button", class: "tool wide", onclick: () => chat.exportAs("json") }, "Save as JSON")) : null,
    );
  }

  function open(event) {
    if (!drawer.hidden) return close();
    opener = event.currentTarget;
    drawHistory();
    drawer.hidden = false;
    drawer.querySelector("button")?.focus({ preventScroll: true });
  }

  function close() {
    if (drawer.hidden) return false;
    drawer.hidden = true;
    opener?.focus({ preventScroll: true });
    return true;
  }

  // A click elsewhere shuts what floats.
  addEventListener("pointerdown", (event) => {
    if (!drawer.hidden && !drawer.contains(event.target) && !opener?.contains(event.target)) drawer.hidden = true;
    if (!composer.panel.hidden && !composer.node.contains(event.target)) composer.turn(false);
  });

  const fresh = button("New conversation", "plus", () => { chat.clear(); history.replaceState(null, "", location.pathname); composer.field.focus({ preventScroll: true }); });
  const rooms = { ask: { node: h("div", { class: "reading" }, talk, sources.node), show() {} }, corpus: corpusTab(() => operators), embed: embedTab(config, () => composer.outlets()) };
  const tabs = TABS.map(([name, label]) => h("button", { type: "button", class: "tab", role: "tab", id: `tab-${name}`, "aria-controls": "room", onclick: () => go(name) }, label));
  const main = h("main", { class: "rooms", id: "room", role: "tabpanel" });

  // Arrow keys move between tabs, as a screen reader announces.
  const list = h("div", { class: "tabs", role: "tablist", "aria-label": "Rooms", onkeydown: (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.indexOf(document.activeElement);
    tabs[(at + step + tabs.length) % tabs.length].focus();
  } }, tabs);

  function go(name, remember = true) {
    const room = rooms[name] || rooms.ask;
    TABS.forEach(([each], n) => {
      tabs[n].setAttribute("aria-selected", String(each === name));
      tabs[n].tabIndex = each === name ? 0 : -1;
    });
    main.setAttribute("aria-labelledby", `tab-${name}`);
    main.replaceChildren(room.node);
    room.show();
    if (remember) history.replaceState(null, "", name === "ask" ? location.pathname : `#${name}`);
  }
  const header = h(
    "header",
    { class: "top" },
    h("a", { class: "brand", href: "./" }, config.title),
    list,
    line,
    h("div", { class: "top-tools" }, fresh, button("Earlier conversations and export", "history", open), button("Dark or light", "theme", turnTheme)),
  );
  go(location.hash.slice(1) in rooms ? location.hash.slice(1) : "ask", false);
  return {
    go,
    nodes: [h("a", { class: "skip", href: "#question" }, "Skip to the question"), header, main, sources.shade, drawer],
    changed() { fresh.hidden = chat.turns.length === 0; },
    escape: close,
    health(state) {
      const was = operators;
      operators = Boolean(state.operators);
      // Who opened the page at this room got it before the server had told.
      if (operators !== was && rooms.corpus.node.isConnected) rooms.corpus.show(true);
      line.classList.toggle("unwell", state.ok === false);
      const rest = state.articles ? ` · ${state.passages} passages · ${since(state.last_build)}` : "";
      fill(line, h("span", { class: "dot", "aria-hidden": "true" }), h("span", {},
        state.articles ? `${state.articles} articles` : "", h("span", { class: "rest" }, rest), state.words ? `${rest ? " · " : ""}${state.words}` : ""));
    },
  };
}
