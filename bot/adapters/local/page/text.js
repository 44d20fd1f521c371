// The page's sentences, and nodes made of text only: nothing that anybody wrote is ever read as markup.

const strings = JSON.parse(document.documentElement.dataset.strings);
const language = document.documentElement.lang;

/** The page's sentence `key`, with its {placeholders} filled in. */
export function t(key, values = {}) {
  return strings[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The sentence `key` as parts, so that a name in it stands in a <bdi> of its own. */
export function tName(key, name) {
  const [before, after] = t(key).split("{name}");
  return [before, bdi(name), after ?? ""];
}

/** A node: `el("p", {class: "hint", text: "…"}, child, …)`. Functions in `on` become listeners; null children are left out. */
export function el(tag, { text, on = {}, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
  if (text !== undefined) node.textContent = text;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A name, kept apart from the direction of the text around it. */
export function bdi(name, attributes = {}) {
  return el("bdi", { text: name, ...attributes });
}

let zone;
let hours;

/** Times are shown in the room's zone, as the bot's own sentences are. */
export function setZone(name) {
  zone = name ?? undefined;
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    hours = new Intl.DateTimeFormat(language, { ...shape, timeZone: zone });
  } catch {
    hours = new Intl.DateTimeFormat(language, shape);
  }
}
setZone(null);

export function clockTime(date) {
  return hours.format(date);
}

/** The city of the zone in which times are shown; nothing before the room has said one. */
export function zoneName() {
  return (zone ?? "").split("/").at(-1).replaceAll("_", " ");
}

export function time(iso) {
  return el("time", { datetime: iso, title: zone, text: clockTime(new Date(iso)) });
}

/** An id that nobody else makes. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
