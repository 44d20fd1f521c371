// The connection to the room: what is sent stays here until the room has acknowledged it, and is sent again after a break.

import { freshId } from "./text.js";

const WAITS = [400, 800, 1500, 3000, 6000, 10000];
const PING_EVERY = 15000;
const ANSWER_WITHIN = 8000;

/** Opens the wire. `greeting()` gives the first message of each connection (or null: wait); `take` gets every message. */
export function openWire({ greeting, take, away, back }) {
  const kept = new Map();
  let socket = null;
  let seated = false;
  let tries = 0;
  let retry = 0;
  let silence = 0;
  let wasAway = false;

  function connect() {
    clearTimeout(retry);
    if (socket !== null) return;
    socket = new WebSocket(`ws://${location.host}/ws`);
    const mine = socket;
    mine.addEventListener("open", () => {
      tries = 0;
      const hello = greeting();
      if (hello) mine.send(JSON.stringify(hello));
      if (wasAway) back();
      wasAway = false;
    });
    mine.addEventListener("message", (event) => {
      clearTimeout(silence);
      silence = 0;
      if (mine === socket) receive(JSON.parse(event.data));
    });
    mine.addEventListener("close", () => lost(mine));
  }

  function lost(which) {
    if (which !== socket) return;
    clearTimeout(silence);
    silence = 0;
    socket = null;
    seated = false;
    if (!wasAway) away();
    wasAway = true;
    const wait = WAITS[Math.min(tries, WAITS.length - 1)];
    tries += 1;
    retry = setTimeout(connect, wait * (0.8 + Math.random() * 0.4));
  }

  function receive(news) {
    if (news.ack) settle(news.ack, { refused: news.refused });
    else if (news.sorry?.id) settle(news.sorry.id, { sorry: news.sorry.text });
    take(news);
    if (news.welcome) {
      seated = true;
      for (const { frame } of kept.values()) socket.send(JSON.stringify(frame));
    }
  }

  function settle(id, outcome) {
    kept.get(id)?.resolve(outcome);
    kept.delete(id);
  }

  /** Sends a deed; resolves to {} once the room has it, or to {sorry} with a sentence. */
  function send(deed) {
    const frame = { ...deed, id: freshId() };
    const outcome = new Promise((resolve) => kept.set(frame.id, { frame, resolve }));
    if (seated) socket.send(JSON.stringify(frame));
    return { id: frame.id, outcome };
  }

  /** Sends a greeting at once, if the wire is open; otherwise `greeting()` is asked when it is. */
  function greet(frame) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  /** Gets up from the seat: what was on its way is let go, and a new connection begins. */
  function startOver() {
    kept.clear();
    seated = false;
    const old = socket;
    socket = null;
    old?.close();
    connect();
  }

  setInterval(() => {
    if (socket?.readyState !== WebSocket.OPEN || silence) return;
    socket.send('{"ping":1}');
    const mine = socket;
    silence = setTimeout(() => {
      mine.close();
      lost(mine);
    }, ANSWER_WITHIN);
  }, PING_EVERY);
  addEventListener("online", connect);
  document.addEventListener("visibilitychange", () => document.hidden || connect());
  connect();
  return { send, greet, startOver };
}
