// What stays in the visitor's own browser. Where storage is blocked (a frame of another site), nothing breaks.

export function read(key, otherwise) {
  try {
    const text = localStorage.getItem(`footnote.${key}`);
    return text === null ? otherwise : JSON.parse(text);
  } catch {
    return otherwise;
  }
}

export function write(key, value) {
  try {
    localStorage.setItem(`footnote.${key}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

const MOST = 40;

export function conversations() {
  const found = read("history", []);
  return Array.isArray(found) ? found.filter((one) => one && one.id && Array.isArray(one.turns)) : [];
}

export function keep(conversation) {
  let all = [conversation, ...conversations().filter((one) => one.id !== conversation.id)].slice(0, MOST);
  while (all.length && !write("history", all)) all = all.slice(0, -1); // full: the oldest goes
}

export function forget(id) {
  write("history", id ? conversations().filter((one) => one.id !== id) : []);
}
