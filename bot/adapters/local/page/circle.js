// The circle: a ring of equal seats to look at, and the same as a list to read.

import { bdi, el, t } from "./text.js";

const SVG = "http://www.w3.org/2000/svg";
const MIDDLE = 120;
const RADIUS = 90;
const NAMED = 9;

function svg(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** The first sign of a name, as a reader would count signs. */
function initial(name) {
  const bare = name.trim();
  if (!Intl.Segmenter) return [...bare][0] ?? "";
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(bare);
  return first?.segment.toLocaleUpperCase() ?? "";
}

function shortened(name) {
  const signs = [...name];
  return signs.length > 11 ? `${signs.slice(0, 10).join("")}…` : name;
}

/** Where seat `index` of `count` stands; this tab's own seat is at the bottom, facing the others. */
function spot(index, count, own) {
  const angle = Math.PI / 2 + ((index - Math.max(own, 0)) * 2 * Math.PI) / count;
  return { x: MIDDLE + RADIUS * Math.cos(angle), y: MIDDLE + RADIUS * Math.sin(angle) };
}

function seatSize(count) {
  if (count <= 8) return 21;
  return count <= 13 ? 17 : 11;
}

/** Draws the ring: no gaps, no amounts, nothing about who is silent; only whose turn it is and who is curious with them. */
export function drawRing(ring, seats, floor, me) {
  const own = seats.findIndex((one) => one.id === me);
  const size = seatSize(seats.length);
  const at = new Map(seats.map((one, index) => [one.id, spot(index, seats.length, own)]));
  const nodes = [svg("circle", { class: "ring-line", cx: MIDDLE, cy: MIDDLE, r: RADIUS }), middle()];
  const speaker = floor && at.get(floor.seat);
  const curious = floor && at.get(floor.curious);
  if (speaker && curious) nodes.push(bridge(curious, speaker));
  for (const one of seats) {
    const { x, y } = at.get(one.id);
    const group = svg("g", { class: seatClass(one, floor, me), transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
    if (one.id === floor?.seat) group.append(svg("circle", { class: "halo", r: size + 7 }));
    group.append(svg("circle", { class: "seat", r: size }));
    group.append(svg("text", { class: "initial", dy: "0.35em", "font-size": size * 0.9 }, initial(one.name)));
    if (seats.length <= NAMED) group.append(svg("text", { class: "name", dy: size + (one.id === floor?.seat ? 21 : 15) }, shortened(one.name)));
    nodes.push(group);
  }
  ring.replaceChildren(...nodes);
}

function seatClass(one, floor, me) {
  const names = ["place"];
  if (one.id === me) names.push("own");
  if (one.id === floor?.seat) names.push(floor.state === "offered" ? "offered" : "floor");
  if (one.id === floor?.curious) names.push("curious");
  return names.join(" ");
}

function middle() {
  const mark = svg("g", { class: "mark", transform: `translate(${MIDDLE} ${MIDDLE})` });
  mark.append(
    svg("path", { class: "mark-give", d: "M6-22.2a23 23 0 0 1 0 44.4" }),
    svg("path", { class: "mark-take", d: "M-6 22.2a23 23 0 0 1 0-44.4" }),
    svg("circle", { class: "mark-heart", r: 6.5 }),
  );
  return mark;
}

/** A soft line from the curious voice to the one who speaks, bent around the middle. */
function bridge(from, to) {
  const pull = 0.55;
  const bend = (key) => (from[key] + to[key]) / 2 + (MIDDLE - (from[key] + to[key]) / 2) * pull;
  return svg("path", { class: "bridge", d: `M${from.x} ${from.y}Q${bend("x")} ${bend("y")} ${to.x} ${to.y}` });
}

/** The ring in words. */
export function listSeats(list, seats, floor, me) {
  list.replaceChildren(...seats.map((one) => {
    const tags = [];
    if (one.id === me) tags.push(t("you"));
    if (one.company) tags.push(t("company"));
    const item = el("li", {}, bdi(one.name));
    if (tags.length) item.append(" ", el("span", { class: "tag", text: tags.join(", ") }));
    const part = partOf(one, floor);
    if (part) item.append(" ", el("span", { class: "part", text: `· ${part}` }));
    return item;
  }));
}

function partOf(one, floor) {
  if (one.id === floor?.seat) return floor.state === "offered" ? t("is_offered") : t("has_floor");
  return one.id === floor?.curious ? t("is_curious") : "";
}
