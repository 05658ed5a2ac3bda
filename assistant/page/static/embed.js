/* The chat on another site. <script src="https://HOST/embed.js" data-mode="button" defer></script>
   data-mode: button (floating, the default) or inline; data-target: selector of the inline box's place;
   data-theme, data-accent, data-title, data-q, data-outlet: as /embed; data-label: text of the button. */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script) return;
  const given = script.dataset;
  const server = new URL(script.src);
  const address = new URL("embed", server);
  for (const name of ["theme", "accent", "title", "q", "outlet"]) if (given[name]) address.searchParams.set(name, given[name]);

  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  const accent = /^#?[0-9a-f]{3}([0-9a-f]{3})?$/i.test(given.accent || "") ? `#${given.accent.replace("#", "")}` : "#8a3b1e";
  sheet.replaceSync(`
    :host { all: initial; }
    :host([data-inline]) { display: block; }
    iframe { border: 0; width: 100%; display: block; color-scheme: normal; background: transparent; }
    .box { position: fixed; right: 20px; bottom: 84px; width: min(420px, calc(100vw - 24px)); height: min(640px, calc(100vh - 110px)); border-radius: 16px; overflow: hidden; box-shadow: 0 12px 48px rgb(0 0 0 / .28); z-index: 2147483000; background: #fff; }
    .box[hidden] { display: none; }
    .box iframe { height: 100%; }
    button { position: fixed; right: 20px; bottom: 20px; height: 52px; padding: 0 22px; border: 0; border-radius: 26px; background: ${accent}; color: #fff; font: 600 16px/1 system-ui, sans-serif; cursor: pointer; box-shadow: 0 4px 18px rgb(0 0 0 / .25); z-index: 2147483000; }
    button:focus-visible { outline: 3px solid ${accent}; outline-offset: 3px; }
    @media (max-width: 480px) { .box { right: 0; left: 0; bottom: 0; width: 100vw; height: 88vh; border-radius: 16px 16px 0 0; } .box:not([hidden]) ~ button { bottom: calc(88vh + 8px); } }
    @media (prefers-reduced-motion: no-preference) { .box { animation: rise .18s ease; } @keyframes rise { from { transform: translateY(12px); opacity: 0; } } }`);
  shadow.adoptedStyleSheets = [sheet];

  function frame() {
    const made = document.createElement("iframe");
    made.title = given.title || "Ask the articles";
    made.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads");
    made.referrerPolicy = "origin";
    made.allow = "clipboard-write";
    made.src = address.href;
    return made;
  }

  // Only our own frame, from our own address, may say anything; and only these two things.
  function listen(made, { height, close }) {
    addEventListener("message", (event) => {
      if (event.origin !== server.origin || event.source !== made.contentWindow || !event.data) return;
      if (event.data.type === "footnote:height" && height) height(Math.min(Math.max(Number(event.data.height) || 0, 160), 20000));
      if (event.data.type === "footnote:close" && close) close();
    });
  }

  function inline() {
    const made = frame();
    made.style.height = "360px";
    host.toggleAttribute("data-inline", true);
    listen(made, { height: (value) => (made.style.height = `${value}px`) });
    shadow.append(made);
    const target = given.target && document.querySelector(given.target);
    if (target) target.append(host);
    else script.after(host);
  }

  function floating() {
    const box = document.createElement("div");
    const button = document.createElement("button");
    let made = null;
    box.className = "box";
    box.hidden = true;
    button.type = "button";
    button.textContent = given.label || "Ask the articles";
    const turn = (open) => {
      if (open && !made) {
        made = frame(); // nothing is loaded before somebody wants it
        listen(made, { close: () => turn(false) });
        box.append(made);
      }
      box.hidden = !open;
      button.textContent = open ? "Close" : given.label || "Ask the articles";
      button.setAttribute("aria-expanded", String(open));
      (open ? made : button).focus({ preventScroll: true });
    };
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => turn(box.hidden));
    addEventListener("keydown", (event) => event.key === "Escape" && !box.hidden && turn(false));
    shadow.append(box, button);
    document.body.append(host);
  }

  const start = given.mode === "inline" ? inline : floating;
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
