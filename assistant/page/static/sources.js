// The sources of an answer, and a stored article opened at a marked place: beside, below or as a sheet.

import { button, fill, fragmentLink, h, icon, origin } from "./dom.js";
import { passageItem } from "./answering.js";
import { articleText, quote } from "./quoting.js";
import { article as fetchArticle } from "./server.js";

export class Sources {
  // `inline`: shown in the flow of the page (a frame that grows), never as a sheet.
  constructor({ inline }) {
    this.inline = inline;
    this.answer = null;
    this.newest = [];
    this.opener = null;
    this.body = h("div", { class: "side-body", tabindex: "-1" });
    this.node = h("aside", { class: `side${inline ? " inline" : ""}`, "aria-label": "Sources" }, this.body);
    this.shade = h("div", { class: "shade", onclick: () => this.close() });
    this.clear();
  }

  clear() {
    this.answer = null;
    this.at = "";
    this.close(false);
    fill(
      this.body,
      h("h2", { class: "side-head" }, "Sources"),
      h("p", { class: "side-empty" }, "Each sentence of an answer carries a number. Point at it to see the quote; open it to read the article at that place."),
      this.newest.length ? [h("h3", {}, "Newest articles"), h("div", { class: "also" }, this.newest.map((one) => this.leaf(one)))] : null,
    );
  }

  // What there is to ask about, for who has not asked yet.
  stock(articles) {
    this.newest = articles;
    if (!this.answer && this.at !== "article") this.clear();
  }

  leaf(one) {
    const open = (event) => this.open({ article_id: one.id, start: 0, end: 0, quote: "", highlights: [] }, event.currentTarget);
    return h("button", { type: "button", class: "passage", onclick: open }, h("span", { class: "source-title", dir: "auto" }, one.title), h("span", { class: "meta" }, origin(one)));
  }

  // The lists of one answer. A sheet stays shut until somebody asks for it.
  list(answer, opener) {
    this.answer = answer;
    this.at = "list";
    const cited = answer.citations.map((citation) => this.cited(citation));
    const declined = answer.outcome === "declined";
    const also = declined ? [] : answer.also_retrieved; // these stand under the answer itself
    fill(
      this.body,
      h("div", { class: "side-top" }, h("h2", { class: "side-head" }, "Sources"), this.shutter()),
      cited.length ? [h("h3", {}, "Cited"), h("ol", { class: "cited" }, cited)] : null,
      also.length ? [h("h3", {}, "Also retrieved"), h("div", { class: "also" }, also.map((one) => passageItem(one, (place, link) => this.open(place, link))))] : null,
      !cited.length && !also.length ? h("p", { class: "side-empty" }, declined ? "Nothing is cited, because the articles don't answer this. The nearest passages stand under the reply." : "This reply cites nothing.") : null,
    );
    if (opener) this.reveal(opener);
  }

  cited(citation) {
    const copies = citation.copies || [];
    return h(
      "li",
      { value: citation.number },
      h(
        "button",
        { type: "button", class: "source", "data-number": citation.number, onclick: (event) => this.open(citation, event.currentTarget) },
        h("span", { class: "number" }, h("span", { class: "unseen" }, "Source "), citation.number),
        h("span", { class: "source-title", dir: "auto" }, citation.title),
        h("span", { class: "meta" }, origin(citation)),
        h("span", { class: "snippet", dir: "auto" }, "“", quote(citation), "”"),
      ),
      copies.length ? h("details", { class: "copies" }, h("summary", {}, `Same text in ${copies.length} more`), copies.map((copy) => h("p", { class: "meta" }, `${copy.title}, ${origin(copy)}`))) : null,
    );
  }

  async open(place, opener) {
    const fromList = this.body.contains(opener);
    if (!fromList) this.opener = opener;
    this.reveal(fromList ? this.opener || opener : opener);
    this.at = "article";
    fill(this.body, this.articleTop(), h("p", { class: "meta", role: "status" }, "Opening…"));
    let article;
    try {
      article = await fetchArticle(place.article_id);
    } catch (error) {
      fill(this.body, this.articleTop(), h("p", { class: "notice", role: "alert" }, error.message));
      return;
    }
    this.show(article, place);
  }

  show(article, place) {
    const link = fragmentLink(article.url, place.quote || "");
    const others = (this.answer?.citations || []).filter((one) => one.article_id === article.id);
    const text = h("div", { class: "article-text" }, articleText(article, place, others));
    fill(
      this.body,
      this.articleTop(article.title),
      h("article", { class: "article", "aria-label": article.title }, h("h2", { dir: "auto" }, article.title), h("p", { class: "meta" }, [article.author, origin(article)].filter(Boolean).join(" · ")), link ? h("p", {}, h("a", { class: "out", href: link, target: "_blank", rel: "noopener noreferrer" }, place.quote ? "Original at this sentence " : "Original ", icon("out"))) : null, text),
    );
    const mark = text.querySelector("mark.target");
    this.body.focus({ preventScroll: true });
    if (mark) {
      mark.tabIndex = -1;
      // Only our own box scrolls; the page around (or a host page) stays where it is.
      const top = mark.getBoundingClientRect().top - this.body.getBoundingClientRect().top;
      this.body.scrollTop += top - this.body.clientHeight / 3;
    }
    if (this.inline) this.intoView();
  }

  articleTop(title) {
    const back = h("button", { type: "button", class: "tool wide", onclick: () => this.back() }, icon("back"), this.answer ? "All sources" : "Newest articles");
    // Seen once the heading has scrolled away; a screen reader has the heading.
    const running = title ? h("span", { class: "running", "aria-hidden": "true", dir: "auto" }, title) : null;
    return h("div", { class: "side-top" }, back, running, this.shutter());
  }

  back() {
    if (this.answer) this.list(this.answer, this.opener);
    else this.clear();
    this.body.querySelector("button.source, button.passage")?.focus({ preventScroll: true });
  }

  shutter() {
    return button("Close sources", "close", () => this.close(), { class: "tool shutter" });
  }

  reveal(opener) {
    if (opener && !this.body.contains(opener)) this.opener = opener;
    if (this.inline && this.opener) {
      const line = this.opener.closest("li.said, .answer > p, .actions, .nearest");
      if (line && !line.contains(this.node)) {
        if (line.tagName === "LI") line.append(this.node);
        else line.after(this.node);
      }
    }
    if (this.inline) requestAnimationFrame(() => this.intoView());
    this.node.classList.add("open");
    document.documentElement.classList.add("sheet-open");
  }

  // A frame of a fixed height scrolls its own document; the page around it never moves.
  intoView() {
    const box = this.node.getBoundingClientRect();
    const over = box.bottom - innerHeight + 90;
    if (over > 0) document.scrollingElement.scrollTop += Math.min(over, box.top - 12);
  }

  // Shuts the sheet or inline box, and gives focus back to what opened it.
  close(refocus = true) {
    if (this.at === "article" && this.answer) this.list(this.answer);
    else if (this.at === "article") return this.clear(), refocus;
    const was = this.node?.classList.contains("open");
    this.node?.classList.remove("open");
    document.documentElement.classList.remove("sheet-open");
    if (this.inline) this.node?.remove();
    if (was && refocus) this.opener?.focus({ preventScroll: true });
    return was;
  }
}
