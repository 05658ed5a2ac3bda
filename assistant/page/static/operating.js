// For who runs the page: articles in and out. The password stays in this page's memory only.

import { fill, h } from "./dom.js";
import { request } from "./server.js";

export function operatorBox(onchange) {
  let password = "";
  const node = h("section", { class: "operate", "aria-label": "For operators" });
  const said = h("p", { class: "meta", role: "status" });
  const bar = h("progress", { max: 1, value: 0, hidden: true, "aria-label": "Progress" });

  async function send(path, options = {}) {
    const headers = { ...(options.headers || {}), "x-footnote-operator": password };
    return (await request(`api/operate/${path}`, { ...options, headers })).json();
  }

  async function act(path, options) {
    try {
      await send(path, { method: "POST", ...options });
      await follow();
      onchange();
    } catch (error) {
      said.textContent = error.message;
    }
  }

  // Until the job has ended. A new generation is served as soon as it is switched in.
  async function follow() {
    for (;;) {
      const job = await send("job");
      bar.hidden = !job.running;
      if (!job.running) {
        said.textContent = [job.words, ...(job.missed || [])].filter(Boolean).join(" ");
        return;
      }
      said.textContent = `${job.step} ${job.total ? `${job.done} of ${job.total}` : ""}`;
      bar.max = job.total || 1;
      bar.value = job.done || 0;
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }

  const json = (body) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  function locked() {
    const field = h("input", { type: "password", autocomplete: "current-password", "aria-label": "Operator password", placeholder: "Operator password" });
    const open = async (event) => {
      event.preventDefault();
      password = field.value;
      try {
        await send("job");
        unlocked();
        onchange();
      } catch (error) {
        password = "";
        said.textContent = error.message;
      }
    };
    fill(node, h("h2", {}, "For operators"), h("form", { onsubmit: open }, field, h("button", { type: "submit", class: "tool wide" }, "Open")), said);
  }

  function unlocked() {
    said.textContent = "";
    const address = h("input", { type: "url", required: true, placeholder: "Address of an article or a feed", "aria-label": "Address of an article or a feed" });
    const file = h("input", { type: "file", accept: ".txt,.md,.html,.htm,.pdf,.json,.jsonl", "aria-label": "A file of articles" });
    const add = (event) => (event.preventDefault(), act("add", json({ address: address.value })));
    const upload = (event) => {
      event.preventDefault();
      if (file.files[0]) act(`upload?name=${encodeURIComponent(file.files[0].name)}`, { body: file.files[0] });
    };
    fill(
      node,
      h("h2", {}, "For operators"),
      h("form", { onsubmit: add }, address, h("button", { type: "submit", class: "tool wide" }, "Add article or feed")),
      h("form", { onsubmit: upload }, file, h("button", { type: "submit", class: "tool wide" }, "Upload")),
      h("form", { onsubmit: (event) => (event.preventDefault(), act("rebuild")) }, h("button", { type: "submit", class: "tool wide" }, "Rebuild")),
      bar,
      said,
    );
  }

  locked();
  return {
    node,
    remover: (one) => password && h("button", { type: "button", class: "tool wide", "aria-label": `Remove ${one.title}`, onclick: () => confirm(`Remove “${one.title}”?`) && act(`remove/${one.id}`) }, "Remove"),
  };
}
