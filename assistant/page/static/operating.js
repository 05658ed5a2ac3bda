// For who runs the page: articles in and out. The password stays in this page's memory only.

import { day, fill, h } from "./dom.js";
import { request } from "./server.js";

const KINDS = ".txt,.md,.html,.htm,.pdf,.json,.jsonl";
const STEPS = { preparing: "Preparing", fetching: "Fetching", reading: "Reading", embedding: "Embedding", vectors: "Building the index" };

export function operatorBox(onchange) {
  let password = "";
  let gone = [];
  let working = false;
  const node = h("section", { class: "operate", "aria-label": "For operators" });
  const said = h("p", { class: "outcome", role: "status" });
  const bar = h("progress", { max: 1, value: 0, hidden: true, "aria-label": "Progress" });

  async function send(path, options = {}) {
    const headers = { ...(options.headers || {}), "x-footnote-operator": password };
    return (await request(`api/operate/${path}`, { ...options, headers })).json();
  }

  function tell(words, failed = false) {
    said.textContent = words;
    said.classList.toggle("notice", failed);
  }

  // One thing at a time: the buttons rest while a change is under way.
  async function act(path, options) {
    busy(true);
    try {
      await send(path, { method: "POST", ...options });
      await follow();
    } catch (error) {
      tell(error.message, true);
    } finally {
      busy(false);
    }
  }

  function busy(on) {
    working = on;
    node.setAttribute("aria-busy", String(on));
    for (const button of [...node.querySelectorAll("button"), ...document.querySelectorAll("#footnote .remover")]) button.disabled = on;
  }

  // Until the job has ended. A new generation is served as soon as it is switched in.
  async function follow() {
    for (;;) {
      const job = await send("job");
      bar.hidden = !job.running;
      if (!job.running) {
        tell([job.words, ...(job.missed || [])].filter(Boolean).join(" "), job.ok === false);
        await refresh();
        return;
      }
      tell(`${STEPS[job.step] || job.step}${job.total > 1 ? `: ${job.done} of ${job.total}` : "…"}`);
      if (job.total > 1) bar.value = job.done / job.total;
      else bar.removeAttribute("value"); // it moves, but nobody knows how far it is
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }

  async function refresh() {
    gone = (await send("removed")).removed;
    await onchange();
  }

  const json = (body) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const press = (words, props) => h("button", { type: "submit", class: "tool wide", ...props }, words);
  const form = (run, ...parts) => h("form", { onsubmit: (event) => (event.preventDefault(), run()) }, parts);

  function locked() {
    const field = h("input", { type: "password", required: true, autocomplete: "current-password", "aria-label": "Operator password", placeholder: "Operator password" });
    const open = async () => {
      password = field.value;
      try {
        await send("job");
        unlocked();
        busy(true);
        await follow();
      } catch (error) {
        password = "";
        tell(error.message, true);
      } finally {
        busy(false);
      }
    };
    fill(node, h("h2", {}, "For operators"), h("p", { class: "meta" }, "Add and remove articles."), form(open, field, press("Open")), said);
  }

  function unlocked() {
    tell("");
    const address = h("input", { type: "url", required: true, placeholder: "Address", id: "operate-address" });
    const file = h("input", { type: "file", required: true, accept: KINDS, id: "operate-file" });
    const add = () => act("add", json({ address: address.value })).then(() => (address.value = ""));
    const upload = () => act(`upload?name=${encodeURIComponent(file.files[0].name)}`, { body: file.files[0] }).then(() => (file.value = ""));
    const label = (name, words) => h("label", { for: name }, words);
    fill(
      node,
      h("h2", {}, "For operators"),
      form(add, label("operate-address", "Article or feed"), address, press("Add")),
      form(upload, label("operate-file", "File"), file, press("Upload")),
      form(() => act("rebuild"), h("span", { class: "label" }, "Index"), h("span", { class: "meta" }, "Brings the index up to date with what was added here."), press("Rebuild")),
      bar,
      said,
    );
  }

  // What was taken out. What was added on this page is deleted with its article, so it must be added again.
  function removed() {
    if (!password || !gone.length) return null;
    const back = (one) => h("button", { type: "button", class: "tool wide remover", disabled: working, "aria-label": `Put back ${one.title}`, onclick: () => act(`restore/${one.id}`) }, "Put back");
    return [
      h("h2", {}, "Removed"),
      h("ul", { class: "rows" }, gone.map((one) => h("li", {}, h("span", { class: "row-text", dir: "auto" }, one.title, " ", h("span", { class: "meta" }, day(one.when), one.file ? "" : ". Its file is deleted: add it again to have it back.")), one.file ? back(one) : null))),
    ];
  }

  const remover = (one) =>
    password && h("button", { type: "button", class: "tool wide remover", disabled: working, "aria-label": `Remove ${one.title}`, onclick: () => confirm(`Remove “${one.title}” from answers, and keep it out?`) && act(`remove/${one.id}`) }, "Remove");

  locked();
  return { node, remover, removed };
}
