// Looks that the address asks for, and a frame that grows with its content.

const HEX = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i;

function luminance(hex) {
  const channels = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

// The wanted colour, moved towards black or white until text in it can be read.
function readable(hex, dark) {
  let channels = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const paper = dark ? luminance("17181b") : luminance("fbfaf7");
  const text = () => channels.map((c) => Math.round(c).toString(16).padStart(2, "0")).join("");
  for (let step = 0; step < 40 && contrast(luminance(text()), paper) < 4.6; step++)
    channels = channels.map((c) => (dark ? c + (255 - c) * 0.08 : c * 0.92));
  return `#${text()}`;
}

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// ?theme=dark|light and ?accent=#rrggbb
export function dress(query) {
  const root = document.documentElement;
  const theme = query.get("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  const wanted = HEX.exec(query.get("accent") || "");
  if (!wanted) return;
  const hex = wanted[1].length === 3 ? [...wanted[1]].map((c) => c + c).join("") : wanted[1];
  const paint = () => {
    const colour = readable(hex, isDark());
    root.style.setProperty("--accent", colour);
    root.style.setProperty("--on-accent", luminance(colour.slice(1)) > 0.4 ? "#111" : "#fff");
  };
  paint();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
}

function allowed(origin, parents) {
  return parents.some((entry) => {
    if (!entry.includes("*")) return entry === origin;
    const [scheme, rest] = entry.split("://*");
    return origin.startsWith(`${scheme}://`) && origin.endsWith(rest);
  });
}

// The page around us, if we are in a frame and it is on the list.
let host = null;

function findHost(parents) {
  if (window.parent === window) return null;
  try {
    const origin = document.referrer ? new URL(document.referrer).origin : location.ancestorOrigins?.[0];
    return origin && (origin === new URL(import.meta.url).origin || allowed(origin, parents)) ? origin : null;
  } catch {
    return null;
  }
}

// Escape with nothing left to close: a floating box may shut.
export function leave() {
  if (host) window.parent.postMessage({ type: "footnote:close" }, host);
}

// Tells the page around how tall we are: only that page, and only if it is on the list.
export function grow(parents) {
  host = findHost(parents);
  if (!host) return;
  const place = document.getElementById("footnote");
  let last = 0;
  const tell = () => {
    const height = Math.ceil(place.getBoundingClientRect().height);
    if (height === last || height < 60) return;
    last = height;
    window.parent.postMessage({ type: "footnote:height", height }, host);
  };
  new ResizeObserver(tell).observe(place);
  // A frame that is out of sight gets no resize events, but it changes all the same.
  new MutationObserver(tell).observe(place, { childList: true, subtree: true, attributes: true });
  tell();
}
