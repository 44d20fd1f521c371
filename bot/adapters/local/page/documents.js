// What the bot shows, as nodes: blocks from top to bottom, then buttons.

import { bdi, el, t } from "./text.js";

function parts(list) {
  return list.map((part) => (typeof part === "string" ? part : bdi(part.name)));
}

function block(one, level) {
  switch (one.kind) {
    case "heading":
      return el(level, {}, ...parts(one.parts));
    case "bullets":
      return el("ul", {}, ...one.items.map((item) => el("li", {}, ...parts(item))));
    case "quote":
      return el(
        "blockquote",
        { dir: "auto" },
        el("p", { text: one.words }),
        one.by ? el("footer", {}, "— ", bdi(one.by)) : null,
      );
    default:
      return el("p", {}, ...parts(one.parts));
  }
}

/** The blocks of a document; `level` is the heading element that fits the place. */
export function blocks(shown, level = "h3") {
  const nodes = shown.blocks.map((one) => block(one, level));
  if (shown.picture) nodes.push(picture(shown.picture, shown.image));
  if (shown.file) nodes.push(el("p", { class: "file" }, download(shown.file)));
  return nodes;
}

/** The picture with its words as alternative text; the words alone where it was not drawn or cannot be shown. */
function picture(words, image) {
  const alone = () => el("p", { class: "picture", text: words });
  if (!image) return alone();
  const { src, width, height } = image;
  const shown = el("img", { class: "picture", src, alt: words, width, height });
  shown.addEventListener("error", () => shown.replaceWith(alone()));
  return shown;
}

function download({ name, type, text }) {
  const href = `data:${type};charset=utf-8,${encodeURIComponent(text)}`;
  return el("a", { href, download: name, text: t("calendar_file") });
}

/** The whole document as one text, for a live region. */
export function plainText(shown) {
  const words = (list) => list.map((part) => (typeof part === "string" ? part : part.name)).join("");
  const lines = shown.blocks.map((one) => {
    if (one.kind === "bullets") return one.items.map(words).join(" ");
    if (one.kind === "quote") return one.by ? `${one.words} — ${one.by}` : one.words;
    return words(one.parts);
  });
  if (shown.picture) lines.push(shown.picture);
  return lines.join(" ");
}

/** A button for each action. `press(token)` resolves to {}, {refused} or {sorry}; `marks`: what was done stays marked. */
export function buttons(actions, press, { marks = false } = {}) {
  return actions.map((action) => {
    const button = el("button", { type: "button", class: action.primary ? "primary" : null, text: action.label });
    button.addEventListener("click", async () => {
      if (button.hasAttribute("aria-busy")) return;
      button.setAttribute("aria-busy", "true");
      const outcome = await press(action.token);
      button.removeAttribute("aria-busy");
      if (marks && !outcome.sorry && !outcome.refused) mark(button);
    });
    return button;
  });
}

/** The newest choice takes the place of the one before. A question is no choice: it is answered, and changes nothing. */
function mark(button) {
  if (button.textContent.trimEnd().endsWith("?")) return;
  for (const other of button.parentElement?.querySelectorAll("[aria-pressed]") ?? []) other.removeAttribute("aria-pressed");
  button.setAttribute("aria-pressed", "true");
}

/** Puts buttons into `row`, hidden when there are none. Focus that would be lost goes to `refuge`. */
export function fillRow(row, nodes, refuge) {
  const hadFocus = row.contains(document.activeElement) && document.activeElement !== row;
  row.replaceChildren(...nodes);
  row.hidden = nodes.length === 0;
  if (hadFocus) (row.hidden ? refuge : row).focus({ preventScroll: true });
}
