// The corpus as a whole: a picture of who published when, every article, what was left out, near copies.

import { day, fill, h, origin } from "./dom.js";
import { operatorBox } from "./operating.js";
import { address, get } from "./server.js";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const monthName = (month) => `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

export function corpusTab(operators) {
  const node = h("div", { class: "room" });
  let shown = 0; // the latest wish to be shown: an earlier reply must not overwrite a later one
  const operator = operatorBox(() => tab.show(true));
  const tab = { node, async show(again = false) {
    const turn = ++shown;
    if (!again) fill(node, h("h1", {}, "Corpus"), h("p", { class: "meta", role: "status" }, "Counting…"));
    try {
      const corpus = await get("api/corpus");
      if (turn === shown) draw(node, corpus, operators() ? operator : null);
    } catch (error) {
      fill(node, h("h1", {}, "Corpus"), h("p", { class: "notice", role: "alert" }, error.message));
    }
  } };
  return tab;
}

function draw(node, corpus, operator) {
  const dated = corpus.articles.filter((one) => one.published);
  const newest = dated[0];
  const oldest = dated[dated.length - 1];
  const titles = new Map(corpus.articles.map((one) => [one.id, one]));
  fill(
    node,
    h("h1", {}, "Corpus"),
    h("p", { class: "lede" }, `${corpus.articles.length} articles from ${corpus.outlets.length} outlets`,
      newest ? `, from ${day(oldest.published)} to ${day(newest.published)}` : "", corpus.undated ? `; ${corpus.undated} of unknown date` : "", "."),
    corpus.articles.length ? picture(corpus) : h("p", {}, "Add some with ", h("code", {}, "footnote index FOLDER"), "."),
    operator?.node,
    operator?.removed(),
    h("h2", {}, "Articles"),
    list(corpus.articles, operator),
    corpus.copies.length ? [h("h2", {}, "Near copies"), h("p", { class: "meta" }, "Shown once in answers, with their other outlets."), h("ul", { class: "rows" }, corpus.copies.map(([one, other, share]) => h("li", {}, link(titles.get(one)), h("span", { class: "meta" }, ` ${Math.round(share * 100)} % the same as `), link(titles.get(other)))))] : null,
    h("h2", {}, "Left out"),
    corpus.skipped.length
      ? h("ul", { class: "rows" }, corpus.skipped.map((one) => h("li", {}, h("code", {}, one.source), " ", one.reason, h("span", { class: "meta" }, ` ${one.advice}`))))
      : h("p", { class: "meta" }, "Nothing: every file gave its articles."),
  );
}

const link = (one) => (one ? h("a", { dir: "auto", href: address(`article/${one.id}`), target: "_blank", rel: "noopener" }, one.title, " ", h("span", { class: "meta" }, origin(one))) : "an article that is gone");

function years(months) {
  const counts = new Map();
  for (const month of months) counts.set(month.slice(0, 4), (counts.get(month.slice(0, 4)) || 0) + 1);
  return [...counts];
}

// A row an outlet, a column a month; the darker the more. A table underneath, so that it can be read aloud.
function picture({ outlets, months, undated }) {
  const columns = undated ? [...months, "undated"] : months;
  const most = Math.max(1, ...outlets.flatMap((row) => Object.values(row.months)));
  const cell = (row, month) => {
    const count = row.months[month] || 0;
    const box = h("td", { title: count ? `${row.outlet}, ${month === "undated" ? "undated" : monthName(month)}: ${count}` : null }, count ? h("span", { class: "box" }, count) : "");
    if (count) box.firstChild.style.setProperty("--share", `${Math.round(10 + (32 * count) / most)}%`);
    return box;
  };
  return h("div", { class: "picture", tabindex: "0", role: "region", "aria-label": "Articles by outlet and month" },
    h("table", {},
      h("caption", { class: "unseen" }, "Articles by outlet and month"),
      h("thead", {},
        h("tr", {}, h("td", {}), years(months).map(([year, count]) => h("th", { scope: "colgroup", colspan: count, class: "year" }, year)), undated ? h("td", {}) : null, h("td", {})),
        h("tr", {}, h("th", { scope: "col" }, "Outlet"), columns.map((month) => h("th", { scope: "col" }, month === "undated" ? h("span", { title: "Unknown date" }, "?") : MONTHS[Number(month.slice(5)) - 1])), h("th", { scope: "col" }, "All"))),
      h("tbody", {}, outlets.map((row) => h("tr", {}, h("th", { scope: "row", title: row.outlet }, h("span", { class: "outlet", dir: "auto" }, row.outlet)), columns.map((month) => cell(row, month)), h("td", { class: "all" }, row.total))))));
}

function list(articles, operator) {
  const rows = h("ul", { class: "rows" });
  const find = h("input", { type: "search", class: "find", placeholder: "Find by title or outlet", "aria-label": "Find an article by title or outlet" });
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = articles.filter((one) => words.every((word) => `${one.title} ${one.outlet || ""}`.toLowerCase().includes(word)));
    fill(rows, found.slice(0, 300).map((one) => h("li", {}, link(one), operator?.remover(one))), found.length > 300 ? h("li", { class: "meta" }, `and ${found.length - 300} more`) : null);
  };
  find.addEventListener("input", show);
  show();
  return [articles.length > 10 ? find : null, rows];
}
