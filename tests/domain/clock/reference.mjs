// What recurring dates are, by looking at each day in turn, and what moments they are, by a Temporal polyfill and the
// time zones of Node: nothing of what the code under test uses. Cases come on standard input as JSON, each with its
// rule in pieces; out come the moments of the days from `first` to `last`, in seconds.

import { Temporal } from "temporal-polyfill";

const DAY = 86400; // days are counted as seconds of UTC, which has no clock changes
const seconds = (text) => Date.parse(`${text}T00:00Z`) / 1000;

function dated(at) {
  const day = new Date(at * 1000);
  const [year, month, number] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  const left = new Date(Date.UTC(year, month + 1, 0)).getUTCDate() - number;
  return { year, month: month + 1, number, left, weekday: (day.getUTCDay() + 6) % 7, text: day.toISOString().slice(0, 10) };
}

function period(at, unit) {
  if (unit === "day") return at / DAY;
  if (unit === "week") return Math.floor((at / DAY + 3) / 7); // 1970 began on a Thursday
  const { year, month } = dated(at);
  return unit === "month" ? year * 12 + month : year;
}

// Monday is 0; `nth` are [number, weekday], from the end where the number is below zero.
function fits({ month, number, left, weekday }, rule) {
  const numbers = [Math.ceil(number / 7), -Math.floor(left / 7) - 1];
  if (rule.months && !rule.months.includes(month)) return false;
  if (rule.weekdays && !rule.weekdays.includes(weekday)) return false;
  if (rule.nth && !rule.nth.some(([n, on]) => on === weekday && numbers.includes(n))) return false;
  return !rule.monthDays || rule.monthDays.includes(number) || rule.monthDays.includes(-left - 1);
}

const moments = new Map();

function moment(day, time, zone) {
  const key = `${day}T${time}[${zone}]`;
  if (!moments.has(key)) {
    // "compatible": a time in a gap moves forward by the gap, of a doubled one it is the first.
    const local = Temporal.PlainDateTime.from(`${day}T${time}`);
    moments.set(key, local.toZonedDateTime(zone, { disambiguation: "compatible" }).epochMilliseconds / 1000);
  }
  return moments.get(key);
}

function answer({ zone, time, rule, first, last }) {
  const start = seconds(rule.start);
  const end = Math.min(seconds(last), rule.until ? seconds(rule.until) : Infinity);
  const phase = period(start, rule.unit);
  const found = [];
  let given = 0;
  for (let at = start; at <= end; at += DAY) {
    const day = dated(at);
    if ((period(at, rule.unit) - phase) % rule.every || !fits(day, rule)) continue;
    if (rule.count && given++ === rule.count) break;
    if (at >= seconds(first)) found.push(moment(day.text, time, zone));
  }
  return found;
}

let text = "";
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(JSON.parse(text).map(answer)));
