// The demonstration's bar: company, pace, and the two commands that move a rehearsal on. Nothing of it is there otherwise.

import { clockTime, el, t, zoneName } from "./text.js";

/** `send(deed)` and `call(path, values)` go to the room, `phase()` is the part that is shown. Returns {show(demo)}. */
export function openRehearsal({ bar, company, less, more, pace, next, start, phase, send, call }) {
  let shown = null;
  let wanted = null;

  function ask(change) {
    const size = Math.min(Math.max((wanted ?? shown.company) + change, 0), shown.most);
    wanted = size;
    company.textContent = size;
    send({ company: { size } });
  }

  function show(demo) {
    bar.hidden = !demo;
    if (!demo) return;
    if (!shown || shown.speeds.join() !== demo.speeds.join()) {
      pace.replaceChildren(...demo.speeds.map((speed) =>
        el("option", { value: speed, text: speed === 1 ? t("real_time") : `× ${speed}` })));
    }
    shown = demo;
    wanted = null;
    company.textContent = demo.company;
    pace.value = String(demo.speed);
  }

  less.addEventListener("click", () => ask(-1));
  more.addEventListener("click", () => ask(1));
  pace.addEventListener("change", () => send({ speed: Number(pace.value) }));
  next.addEventListener("click", (event) => {
    if (event.detail > 1) return; // the second press of a double one is no wish of its own
    call("session next", phase() ? { after: phase() } : {});
  });
  start.addEventListener("click", () => call("session start", {}));
  return { show };
}

/** The room's clock, told quietly: hours and minutes, no countdown. */
export function openClock(place) {
  let base = null;

  function show() {
    if (!base) return;
    const now = new Date(base.now + (performance.now() - base.since) * base.speed);
    const zone = zoneName();
    const time = clockTime(now);
    const words = zone ? t("in_the_zone", { time, zone }) : t("in_the_room", { time });
    if (place.textContent !== words) {
      place.textContent = words;
      place.dateTime = now.toISOString();
    }
  }

  setInterval(show, 1000);
  return {
    set({ now, speed }) {
      base = { now: Date.parse(now), speed, since: performance.now() };
      show();
    },
    show,
  };
}
