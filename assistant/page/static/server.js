// Asking the server. Errors come back as words for people, with the seconds to wait where waiting helps.

const root = new URL("..", import.meta.url);
let framePass = null;

export function setPass(value) {
  framePass = value || null;
}

export class Told extends Error {
  constructor(words, wait) {
    super(words);
    this.wait = wait || 0;
  }
}

export function address(path) {
  return new URL(path, root).href;
}

export async function request(path, options = {}) {
  const headers = { ...(options.headers || {}) };
  if (framePass) headers["x-footnote-frame"] = framePass;
  let response;
  try {
    response = await fetch(address(path), { credentials: "omit", ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Told("The server cannot be reached. Is it still running?", 3);
  }
  if (response.ok) return response;
  let words = `The server answered with status ${response.status}.`;
  try {
    words = (await response.json()).error || words;
  } catch {
    // Not ours: a proxy in between.
  }
  throw new Told(words, Number(response.headers.get("Retry-After")) || 0);
}

export async function get(path) {
  return (await request(path)).json();
}

export async function post(path, body, options = {}) {
  const headers = { "content-type": "application/json", ...(options.headers || {}) };
  return request(path, { method: "POST", body: JSON.stringify(body), ...options, headers });
}

// Events of an answer, in order; the last one is "done" or "error".
export async function* askStream(body, signal) {
  const response = await post("api/ask", body, { signal, headers: { accept: "text/event-stream" } });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    waiting += value;
    const parts = waiting.split("\n\n");
    waiting = parts.pop();
    for (const part of parts) {
      const name = /^event: (.*)$/m.exec(part);
      const data = /^data: (.*)$/m.exec(part);
      if (name && data) yield [name[1], JSON.parse(data[1])];
    }
  }
}

const articles = new Map();

export async function article(id) {
  if (!articles.has(id)) articles.set(id, get(`api/articles/${encodeURIComponent(id)}`));
  try {
    return await articles.get(id);
  } catch (error) {
    articles.delete(id);
    throw error;
  }
}
