// The room: what comes over the wire is shown, what is done here goes out on it.

import { drawRing, listSeats } from "./circle.js";
import { openComposer } from "./composer.js";
import { openConversation } from "./conversation.js";
import { blocks, buttons, fillRow, plainText } from "./documents.js";
import { forgetAnswers, seatButton } from "./forms.js";
import { openFrame } from "./frame.js";
import { openClock, openRehearsal } from "./rehearsal.js";
import { forgetSeat, getUp, keepOnly, keepSeat, ownSeats, seatHere } from "./seat.js";
import { listCommands, openable } from "./sheets.js";
import { el, setZone, t, tName } from "./text.js";
import { openWire } from "./wire.js";

const $ = (id) => document.getElementById(id);
const state = { me: null, run: null, seats: [], floor: null, panel: null, cues: new Map(), told: 0 };
let resumed = null;
let refused = "";

// --- deeds ----------------------------------------------------------------------------------------------------------

function notice(words) {
  $("notice").textContent = words;
}

async function act(deed) {
  notice("");
  const outcome = await wire.send(deed).outcome;
  if (outcome.sorry) notice(outcome.sorry);
  return outcome;
}

const press = (token) => act({ press: token });
const putAway = (id) => act({ dismiss: id });

async function call(path, values) {
  const outcome = await act({ call: { path, values } });
  $("everything-notice").textContent = outcome.sorry ?? "";
  if (!outcome.sorry) $("everything").close();
  return outcome;
}

async function say(words, answers) {
  const { id, outcome } = wire.send(answers ? { say: words, to: answers.id } : { say: words });
  const isShown = !words.startsWith(state.prefix);
  if (isShown) conversation.pending(id, words, state.me.name);
  const { sorry } = await outcome;
  if (isShown) conversation.remove(id);
  if (sorry) {
    composer.putBack(words);
    notice(sorry);
  }
}

const conversation = openConversation({
  log: $("log"),
  dock: $("dock"),
  empty: $("log-empty"),
  toNewest: $("to-newest"),
  me: () => state.me?.id,
  deeds: {
    press,
    putAway,
    answer: (token, value) => act({ answer: { token, value } }),
    answerTo: (item) => composer.answerTo(item),
  },
});
const composer = openComposer({
  form: $("composer"),
  field: $("say"),
  matches: $("matches"),
  answering: $("answering"),
  notice,
  say,
});
const clock = openClock($("clock"));
const rehearsal = openRehearsal({
  bar: $("rehearsal"),
  company: $("company"),
  less: $("company-less"),
  more: $("company-more"),
  pace: $("pace"),
  next: $("next-phase"),
  start: $("start-session"),
  phase: () => state.panel?.phase,
  send: act,
  call: (path, values) => act({ call: { path, values } }),
});

// --- what is shown ----------------------------------------------------------------------------------------------------

function showCircle() {
  drawRing($("ring"), state.seats, state.floor, state.me?.id);
  listSeats($("seats"), state.seats, state.floor, state.me?.id);
}

function showPanel() {
  const panel = $("panel");
  const hadFocus = panel.contains(document.activeElement);
  if (state.panel) {
    const row = el("div", { class: "row" }, ...buttons(mine(state.panel.actions), press));
    panel.lang = state.panel.lang;
    panel.replaceChildren(...blocks(state.panel, "h2"), ...(state.panel.actions.length ? [row] : []));
  } else {
    panel.removeAttribute("lang");
    panel.replaceChildren(el("h2", { text: t("panel_empty") }), el("p", { text: t("panel_empty_more") }));
  }
  if (hadFocus) panel.focus({ preventScroll: true });
}

/** What this seat can press: a press that is one person's is shown to nobody else. */
function mine(actions) {
  return actions.filter((action) => !action.for || action.for === state.me?.id);
}

/** The buttons of the newest cue. One without buttons leaves those of the same turn where they are (SESSION: soft lines). */
function liveCue() {
  const cues = [...state.cues.values()].sort((a, b) => b.n - a.n);
  const newest = cues[0];
  if (!newest || newest.actions.length || !newest.turn) return newest;
  const before = cues.find((cue) => cue.actions.length);
  const same = before && before.phase === newest.phase && before.turn?.seat === newest.turn.seat;
  return same ? before : newest;
}

let dockShows = "";

function showNow() {
  const actions = mine(liveCue()?.actions ?? []);
  const now = JSON.stringify(actions);
  if (now === dockShows) return;
  dockShows = now;
  fillRow($("now"), buttons(actions, press, { marks: true }), $("say"));
}

function tell(cue) {
  if (cue.n <= state.told) return;
  state.told = cue.n;
  if ($("log").getAttribute("aria-live") === "polite") return;
  const live = $("cue-live");
  live.append(el("p", { lang: cue.lang, text: plainText(cue) }));
  while (live.children.length > 3) live.firstChild.remove();
}

function showItem(item, isNews) {
  if (item.kind === "cue") {
    state.cues.set(item.id, item);
    if (state.cues.size > 12) state.cues.delete(state.cues.keys().next().value);
    if (isNews) tell(item);
    showNow();
  }
}

function showPrivate(item) {
  conversation.show(item, true);
  const words = [plainText(item), item.question?.prompt].filter(Boolean).join(" ");
  $("own-live").replaceChildren(el("p", { lang: item.lang, text: `${t("only_you")}: ${words}` }));
  const isTyping = composer.isBusy() && document.activeElement === $("say");
  if (item.question && !isTyping && !document.querySelector("dialog[open]")) {
    document.querySelector(`[data-id="${CSS.escape(item.id)}"] form :is(input, textarea, select)`)?.focus();
  }
}

// --- what comes over the wire -------------------------------------------------------------------------------------------

function welcome(view) {
  const isNew = state.run !== null && state.run !== view.run;
  const first = $("room").hidden;
  Object.assign(state, { me: view.seat, run: view.run, seats: view.seats, floor: view.floor, panel: view.panel });
  state.prefix = view.prefix;
  state.cues = new Map();
  keepSeat({ seat: view.seat.id, token: view.seat.token, name: view.seat.name });
  if (isNew) state.told = 0;
  const news = view.items.filter((item) => item.kind === "cue").at(-1);
  if (first) state.told = news?.n ?? 0;
  setZone(view.zone);
  clock.set(view.clock);
  composer.configure({ commands: view.commands, prefix: view.prefix, most: view.most });
  state.commands = view.commands;
  $("everything-list").replaceChildren();
  $("my-name").textContent = view.seat.name;
  $("sitting-as").replaceChildren(...tName("sitting_as", view.seat.name));
  enterRoom(first);
  conversation.reset(view, isNew);
  for (const item of view.items) showItem(item, false);
  if (news) tell(news);
  rehearsal.show(view.demo);
  showCircle();
  showPanel();
  showNow();
  if (first && resumed) sayResumed();
}

/** A new tab that found its seat by itself says so, with a way out. */
function sayResumed() {
  resumed = null;
  const other = el("button", { type: "button", class: "quiet", text: t("another_seat") });
  other.addEventListener("click", () => standUp(false));
  $("notice").replaceChildren(...tName("sat_again", state.me.name), " ", other);
}

function take(news) {
  if (news.welcome) welcome(news.welcome);
  if (news.free) chooseSeat(news.free, news.mine);
  if (news.item) {
    conversation.remove(news.item.event?.split(":").at(-1));
    conversation.show(news.item);
    showItem(news.item, true);
  }
  if (news.edit) {
    conversation.edit(news.edit);
    showItem(news.edit, false);
  }
  if (news.panel) {
    state.panel = news.panel;
    showPanel();
  }
  if (news.seats) state.seats = news.seats;
  if ("floor" in news) state.floor = news.floor;
  if (news.seats || "floor" in news) showCircle();
  if (news.private) showPrivate(news.private);
  if (news.away) conversation.remove(news.away, $("say"));
  if (news.zone) setZone(news.zone);
  if (news.clock) clock.set(news.clock);
  if ("demo" in news) rehearsal.show(news.demo);
  if (news.gone) standUp(true);
  if (news.sorry && !news.sorry.id) sorry(news.sorry);
}

function sorry({ text, seat }) {
  if (seat === "unknown") {
    const here = seatHere() ?? resumed;
    if (here) forgetSeat(here.seat);
    refused = text;
    resumed = null;
    if ($("room").hidden) ask();
    else standUp(false);
  } else if ($("room").hidden) {
    wish = null;
    $("door-notice").textContent = text;
    $("name").focus();
  } else {
    notice(text);
  }
}

// --- taking a seat --------------------------------------------------------------------------------------------------------

let wish = null;
let wantsNew = false;

function greeting() {
  const here = seatHere() ?? resumed;
  if (wish) return { take: { name: wish } };
  if (here) return { hello: here };
  const own = ownSeats();
  if (own.length) return { known: own };
  showDoor([]);
  return null;
}

function ask() {
  const hello = greeting();
  if (hello) wire.greet(hello);
}

/** Exactly one free seat of this browser, and a tab that is new: it is probably the same person, back again. */
function chooseSeat(free, mine) {
  keepOnly(mine);
  const own = ownSeats().filter((one) => free.includes(one.seat));
  if (own.length === 1 && !wantsNew && !refused) {
    [resumed] = own;
    wire.greet({ hello: resumed });
  } else {
    showDoor(own);
  }
}

function showDoor(free) {
  $("door").hidden = false;
  $("room").hidden = true;
  $("own-seats").hidden = free.length === 0;
  $("own-seats-row").replaceChildren(...free.map((one) => seatButton(one, sitDown)));
  if (refused) $("door-notice").textContent = refused;
  if (refused || wantsNew) $("name").focus();
  refused = "";
}

function sitDown(seat) {
  keepSeat(seat);
  wire.greet({ hello: seat });
}

function enterRoom(first) {
  wish = null;
  wantsNew = false;
  $("door").hidden = true;
  $("door-notice").textContent = "";
  $("room").hidden = false;
  if (first) $("panel").focus({ preventScroll: true });
}

function standUp(forget) {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  if (forget && state.me) forgetSeat(state.me.id);
  else getUp();
  // Whoever sits down here next finds nothing of the one who sat here before.
  conversation.forget();
  composer.clear();
  forgetAnswers();
  for (const id of ["own-live", "cue-live", "everything-list"]) $(id).replaceChildren();
  Object.assign(state, { me: null, run: null, cues: new Map(), told: 0 });
  $("room").hidden = true;
  notice("");
  wantsNew = true;
  resumed = null;
  wire.startOver();
}

const wire = openWire({
  greeting,
  take,
  away: () => {
    $("connection").textContent = t("away");
    if ($("room").hidden) $("door-notice").textContent = t("away");
  },
  back: () => {
    $("connection").textContent = "";
    $("door-notice").textContent = "";
    $("own-live").replaceChildren(el("p", { text: t("back") }));
  },
});

$("take").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = $("name").value.trim();
  if (!name) return;
  wish = name;
  wire.greet({ take: { name } });
});
$("begin").addEventListener("click", () => call("begin", {}));
$("another-seat").addEventListener("click", () => standUp(false));
$("leave").addEventListener("click", () => act({ leave: true }));
$("read-aloud").addEventListener("change", (event) => {
  $("log").setAttribute("aria-live", event.target.checked ? "polite" : "off");
});
openable($("everything"), $("open-everything"), () => {
  $("everything-notice").textContent = "";
  const list = $("everything-list");
  if (!list.firstChild) listCommands(list, state.commands, state.prefix, call);
});
openable($("seat"), $("open-seat"));
if (!seatHere() && !ownSeats().length) showDoor([]);
openFrame({ room: $("room"), head: $("head"), bar: $("bar"), dock: $("dock"), side: $("side"), more: $("more") });
