// The conversation: people's words, the bot's lines, and what only this seat sees, in the order in which they came.

import { blocks, buttons, plainText } from "./documents.js";
import { questionForm } from "./forms.js";
import { bdi, el, t, tName, time } from "./text.js";

const NEAR = 160;
const MOST = 600;

/** `deeds`: press(token), answer(token, value), putAway(id), answerTo(item); `me()` is this seat's id. */
export function openConversation({ log, dock, empty, toNewest, me, deeds }) {
  const nodes = new Map();
  let follows = true;
  let lastTop = 0;

  function atEnd() {
    return window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - NEAR;
  }

  function toEnd() {
    follows = true;
    toNewest.hidden = true;
    window.scrollTo({ top: document.documentElement.scrollHeight });
    lastTop = window.scrollY;
  }

  /** Whoever reads at the end stays there when the dock grows; whoever reads further up, or stands at the door, is left. */
  function keepUp() {
    if (follows && log.getClientRects().length) toEnd();
  }

  function place(id, number, node, follow) {
    node.dataset.id = id;
    node.dataset.n = number;
    const later = [...log.children].find((other) => Number(other.dataset.n) > number);
    log.insertBefore(node, later ?? null);
    nodes.set(id, node);
    group(node);
    while (log.children.length > MOST) forgetOldest();
    empty.hidden = true;
    if (follow || follows) toEnd();
    else toNewest.hidden = false;
  }

  function forgetOldest() {
    const oldest = log.firstElementChild;
    nodes.delete(oldest.dataset.id);
    oldest.remove();
  }

  /** Several messages by one person in a row stand together under one name. */
  function group(node) {
    for (const one of [node, node.nextElementSibling]) {
      if (!one) continue;
      const before = one.previousElementSibling;
      one.classList.toggle("again", Boolean(one.dataset.by && !one.dataset.to && before?.dataset.by === one.dataset.by));
    }
  }

  function said(item) {
    const mine = item.seat === me();
    const node = el("article", { class: mine ? "said mine" : "said", "data-by": item.seat, "data-to": item.answers?.id });
    const head = el("header", {}, bdi(item.name, { class: "who" }));
    if (mine) head.append(" ", el("span", { class: "tag", text: t("you") }));
    if (item.answers?.name) head.append(" ", el("span", { class: "to" }, ...tName("answered", item.answers.name)));
    head.append(" ", time(item.at));
    node.append(head, el("p", { class: "words", dir: "auto", text: item.words }));
    if (!mine) {
      const answer = el("button", { type: "button", class: "answer-to", text: t("answer_to") });
      answer.setAttribute("aria-label", `${t("answer_to")}: ${item.name}`);
      answer.addEventListener("click", () => deeds.answerTo(item));
      node.append(answer);
    }
    return node;
  }

  function posted(item) {
    const isPrompt = item.prompt && item.blocks.some((one) => one.kind === "quote");
    const kind = isPrompt ? "prompt" : item.kind;
    const node = el("article", { class: `bot ${kind}`, lang: item.lang });
    const head = el("header", {}, el("span", { class: "who", text: t("bot") }), " ", time(item.at));
    node.append(head, ...blocks(item));
    if (item.kind !== "cue" && item.actions.length) {
      node.append(el("div", { class: "row" }, ...buttons(item.actions, deeds.press)));
    }
    return node;
  }

  function whispered(item) {
    const node = el("article", { class: "private", lang: item.lang, "data-words": plainText(item) });
    const putAway = el("button", { type: "button", class: "quiet put-away", text: t("dismiss") });
    putAway.addEventListener("click", () => ("earlier" in node.dataset ? node.remove() : deeds.putAway(item.id)));
    node.append(
      el("header", {}, el("span", { class: "who", text: t("only_you") }), " ", time(item.at), putAway),
      ...blocks(item),
    );
    if (item.actions.length) {
      node.append(el("div", { class: "row" }, ...buttons(item.actions, deeds.press, { marks: true })));
    }
    if (item.question) node.append(questionForm(item, deeds.answer));
    return node;
  }

  function build(item) {
    if (item.kind === "said") return said(item);
    return item.kind === "private" ? whispered(item) : posted(item);
  }

  function show(item, follow = false) {
    if (item.kind === "said" && item.seat === me()) arrived(item.words);
    if (item.kind === "private" && !item.question) replaceSame(item);
    if (nodes.has(item.id)) edit(item);
    else place(item.id, item.n, build(item), follow);
  }

  /** The same words a second time take the place of the first, so that answers do not pile up. */
  function replaceSame(item) {
    const words = plainText(item);
    for (const node of log.querySelectorAll(".private:not(:has(form))")) {
      if (node.dataset.id === item.id || node.dataset.words !== words) continue;
      if ("earlier" in node.dataset) node.remove();
      else deeds.putAway(node.dataset.id);
    }
  }

  function edit(item) {
    const old = nodes.get(item.id);
    if (!old) return;
    const fresh = build(item);
    fresh.dataset.id = item.id;
    fresh.dataset.n = item.n;
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(fresh);
    nodes.set(item.id, fresh);
    if (hadFocus) refocus(fresh);
  }

  function refocus(node) {
    const target = node.querySelector("button") ?? node;
    if (target === node) node.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  function remove(id, refuge) {
    const node = nodes.get(id);
    if (!node) return;
    const hadFocus = node.contains(document.activeElement);
    nodes.delete(id);
    node.remove();
    empty.hidden = log.children.length > 0;
    if (hadFocus) refuge?.focus({ preventScroll: true });
  }

  /** One's own words, shown at once and marked until the room has them. */
  function pending(id, words, name) {
    const node = el("article", { class: "said mine pending", "data-by": me() });
    const head = el("header", {}, bdi(name, { class: "who" }), " ", el("span", { class: "tag", text: t("on_its_way") }));
    node.append(head, el("p", { class: "words", dir: "auto", text: words }));
    place(id, Number.MAX_SAFE_INTEGER, node, true);
  }

  /** The room has one's own words and shows them, which can come before it says that it has them. */
  function arrived(words) {
    const isDraft = (node) => node.classList.contains("pending") && node.querySelector(".words").textContent === words;
    const draft = [...log.children].find(isDraft);
    if (draft) remove(draft.dataset.id);
  }

  /** Everything anew. What an earlier life of the room had said stays above, on this page only, and without the buttons
   * that everyone had; those that were shown to this seat alone work on. */
  function reset(view, roomIsNew) {
    const drafts = [...log.children].filter((node) => node.classList.contains("pending"));
    if (roomIsNew && nodes.size > drafts.length) keepEarlier(drafts);
    else clear(drafts);
    for (const item of [...view.items, ...view.private].sort((a, b) => a.n - b.n)) show(item, true);
    for (const node of drafts) place(node.dataset.id, Number.MAX_SAFE_INTEGER, node, true);
    empty.hidden = log.children.length > 0;
    toEnd();
  }

  function clear(drafts) {
    for (const node of [...log.children]) if (!("earlier" in node.dataset)) node.remove();
    nodes.clear();
    for (const node of drafts) nodes.set(node.dataset.id, node);
  }

  function keepEarlier(drafts) {
    for (const node of drafts) node.remove();
    log.querySelector(".room-back")?.remove();
    for (const node of log.children) {
      if (!node.classList.contains("private")) {
        for (const control of node.querySelectorAll("button, form")) control.remove();
      }
      node.dataset.earlier = "";
      node.dataset.n = 0;
    }
    nodes.clear();
    log.append(el("p", { class: "room-back", "data-n": 0, "data-earlier": "", text: t("room_back") }));
  }

  function forget() {
    log.replaceChildren();
    nodes.clear();
    empty.hidden = false;
  }

  toNewest.addEventListener("click", toEnd);
  // Our own scrolling is told only after the dock has grown: who is not at the end then has not left it by themselves.
  addEventListener("scroll", () => {
    const up = window.scrollY < lastTop;
    lastTop = window.scrollY;
    if (atEnd()) {
      follows = true;
      toNewest.hidden = true;
    } else if (up) follows = false;
  }, { passive: true });
  const growing = new ResizeObserver(keepUp);
  growing.observe(dock);
  growing.observe(log); // a picture has no height before it is loaded
  return { show, edit, remove, pending, reset, forget, toEnd };
}
