// Building the page. Everything from articles, visitors and models becomes a text node, never HTML.

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

export function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

export function fill(node, ...children) {
  node.replaceChildren();
  return append(node, children);
}

const PATHS = {
  send: "M12 19V5M5 12l7-7 7 7",
  stop: "M7 7h10v10H7z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  markdown: "M3 17V7l4.500 5L12 7v10M18 7v10M15 14l3 3 3-3",
  retry: "M20 11a8 8 0 1 0-2.3 5.7M20 4v7h-7",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  up: "M7 11v9H4v-9zM7 11l4-8c1.7 0 2.5 1.2 2.2 2.8L12.600 9H19c1.300 0 2.200 1.200 1.900 2.400l-1.700 7c-.2.900-1 1.600-2 1.600H7",
  down: "M17 13V4h3v9zM17 13l-4 8c-1.700 0-2.500-1.200-2.200-2.800l.600-3.200H5c-1.300 0-2.200-1.200-1.900-2.400l1.700-7C5 4.700 5.800 4 6.800 4H17",
  close: "M6 6l12 12M18 6L6 18",
  back: "M15 5l-7 7 7 7",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  history: "M4 12a8 8 0 1 0 3-6.200M4 4v4h4M12 8v5l3 2",
  filter: "M4 6h16M7 12h10M10 18h4",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  plus: "M12 5v14M5 12h14",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  save: "M12 4v11M7 11l5 5 5-5M5 20h14",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }))
    svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

export function button(label, name, action, props) {
  return h("button", { type: "button", class: "tool", title: label, "aria-label": label, onclick: action, ...props }, icon(name));
}

// Offsets from the server count characters; JavaScript counts UTF-16 units. They differ from the first emoji on.
export function slicer(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join("");
}

export function day(iso) {
  if (!iso) return "undated";
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  const months = "January February March April May June July August September October November December";
  return `${date} ${months.split(" ")[month - 1]} ${year}`;
}

// A name in a script that runs from right to left, kept from turning what stands beside it.
const apart = (name) => (/[\u0590-\u08ff\ufb1d-\ufeff]/.test(name || "") ? `\u2068${name}\u2069` : name);

export function origin(source) {
  const parts = [apart(source.outlet), source.published ? day(source.published) : ""].filter(Boolean);
  return parts.join(" · ") || source.source || "undated";
}

export function webAddress(url) {
  return /^https?:\/\//i.test(url || "") ? url : null;
}

// A link that opens the original at the quoted words, in browsers that can.
export function fragmentLink(url, quote) {
  const address = webAddress(url);
  if (!address) return null;
  const encode = (words) => encodeURIComponent(words.join(" ")).replace(/-/g, "%2D");
  const words = quote.replace(/\s+/g, " ").trim().split(" ");
  const text = words.length > 12 ? `${encode(words.slice(0, 5))},${encode(words.slice(-5))}` : encode(words);
  return `${address.split("#")[0]}#:~:text=${text}`;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

let announcer;
export function announce(words) {
  announcer ||= document.body.appendChild(h("div", { class: "unseen", role: "status", "aria-live": "polite" }));
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = words), 60);
}

export async function copyText(text, said) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.body.appendChild(h("textarea", { class: "unseen", "aria-hidden": "true", value: text }));
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  announce(said);
  flash(said);
}

// The same for the eye, for a moment.
let note;
function flash(words) {
  note?.remove();
  note = document.body.appendChild(h("div", { class: "flash", "aria-hidden": "true" }, words));
  const own = note;
  setTimeout(() => own.remove(), 1800);
}

export function download(name, type, text) {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
