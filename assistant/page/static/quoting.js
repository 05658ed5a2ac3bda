// Quotes with their highlights, and articles with their marked places.

import { h, slicer } from "./dom.js";

// Non-overlapping ranges, clipped to start..end, in order.
function within(ranges, start, end) {
  const kept = [];
  for (const [a, b] of [...ranges].sort((x, y) => x[0] - y[0])) {
    const low = Math.max(a, start, kept.length ? kept[kept.length - 1][1] : start);
    if (low < Math.min(b, end)) kept.push([low, Math.min(b, end)]);
  }
  return kept;
}

// The characters start..end with `ranges` wrapped by `wrap`.
function pieces(cut, start, end, ranges, wrap) {
  const out = [];
  let at = start;
  for (const [a, b] of within(ranges, start, end)) {
    if (at < a) out.push(cut(at, a));
    out.push(wrap(a, b));
    at = b;
  }
  if (at < end) out.push(cut(at, end));
  return out;
}

// Words that answer, inside a quote; where nearly all of it answers, nothing stands out.
function telling(place) {
  const ranges = within(place.highlights || [], place.start, place.end);
  const marked = ranges.reduce((sum, [a, b]) => sum + b - a, 0);
  return marked > 0.8 * (place.end - place.start) ? [] : ranges;
}

export function quote(citation) {
  const text = slicer(citation.quote);
  const cut = (a, b) => text(a - citation.start, b - citation.start);
  const strong = (a, b) => h("b", {}, cut(a, b));
  return pieces(cut, citation.start, citation.end, telling(citation), strong);
}

// Paragraphs of an article. The target is <mark class="target">; other cited places are lighter.
export function articleText(article, target, others) {
  const cut = slicer(article.text);
  const marks = others
    .filter((one) => !target || one.end <= target.start || one.start >= target.end)
    .map((one) => [one.start, one.end, one]);
  if (target && target.end > target.start) marks.push([target.start, target.end, null]);
  const bold = target ? telling(target) : [];
  const inner = (a, b) => pieces(cut, a, b, bold, (x, y) => h("b", {}, cut(x, y)));
  const wrap = (a, b) => {
    if (target && a >= target.start && b <= target.end) return h("mark", { class: "target" }, inner(a, b));
    const other = marks.find(([x, y, one]) => one && a >= x && b <= y)?.[2];
    return h("mark", { class: "other", title: other ? `Also cited: ${other.number}` : null }, cut(a, b));
  };
  const out = [];
  let at = 0;
  for (const line of article.text.split("\n")) {
    const end = at + (line.length === 0 ? 0 : Array.from(line).length);
    if (line.trim()) out.push(h("p", { dir: "auto" }, pieces(cut, at, end, marks.map(([a, b]) => [a, b]), wrap)));
    at = end + 1;
  }
  return out;
}

