// How to put the chat on another site: choose, look, copy.

import { copyText, fill, h } from "./dom.js";
import { address } from "./server.js";

export function embedTab(config, outlets) {
  const node = h("div", { class: "room" });
  const choice = { mode: "frame", theme: "", accent: "#8a3b1e", title: "", outlet: "" };
  const code = h("textarea", { class: "code", readonly: true, rows: 3, "aria-label": "Code to copy", spellcheck: "false" });
  const stage = h("div", { class: "stage" });

  const attribute = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
  const chosen = () => Object.entries({ theme: choice.theme, accent: choice.accent === "#8a3b1e" ? "" : choice.accent, title: choice.title, outlet: choice.outlet }).filter(([, value]) => value);

  function source() {
    const url = new URL(address("embed"));
    for (const [name, value] of chosen()) url.searchParams.set(name, value);
    return url.href;
  }

  function snippet() {
    if (choice.mode === "frame")
      return `<iframe src="${attribute(source())}" title="${attribute(choice.title || config.title)}"\n  width="100%" height="560" referrerpolicy="origin" style="border:0"></iframe>`;
    const data = chosen().map(([name, value]) => ` data-${name}="${attribute(value)}"`).join("");
    return `<script src="${attribute(address("embed.js"))}" data-mode="${choice.mode}"${data} defer></` + "script>";
  }

  function update() {
    code.value = snippet();
    const frame = h("iframe", { src: source(), title: "Preview of the embedded chat", sandbox: "allow-scripts allow-same-origin allow-popups" });
    fill(stage, frame);
  }

  const set = (name) => (event) => {
    choice[name] = event.target.value;
    update();
  };
  const select = (label, name, options) => h("label", {}, label, h("select", { onchange: set(name) }, options.map(([value, text]) => h("option", { value, selected: value === choice[name] }, text))));
  const input = (label, name, type) => h("label", {}, label, h("input", { type, value: choice[name], onchange: set(name) }));

  function draw() {
    const origins = config.origins;
    fill(
      node,
      h("h1", {}, "Embed"),
      h("p", { class: "lede" }, "The same chat, with the same citations, on another site."),
      origins.length
        ? h("p", {}, "These sites may show it: ", origins.map((one, n) => [n ? ", " : "", h("code", {}, one)]), ".")
        : h("p", { class: "notice" }, "Only this address may show it so far. Add your site, for example ", h("code", {}, "FOOTNOTE_EMBED_ORIGINS=https://news.example"), ", and start again."),
      h("div", { class: "choices" },
        select("As", "mode", [["frame", "a frame"], ["inline", "a box that grows"], ["button", "a floating button"]]),
        select("Theme", "theme", [["", "as the visitor's"], ["light", "light"], ["dark", "dark"]]),
        input("Accent", "accent", "color"), input("Title", "title", "text"), select("Outlet", "outlet", [["", "all"], ...outlets().map((name) => [name, name])])),
      code,
      h("p", {}, h("button", { type: "button", class: "tool wide framed", onclick: () => copyText(code.value, "Code copied") }, "Copy the code")),
      h("h2", {}, "Preview"),
      stage,
    );
    update();
  }
  return { node, show: draw };
}
