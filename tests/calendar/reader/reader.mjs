// Reads calendar files with ical.js, as Thunderbird does: what a person would see in it between two moments.

import ICAL from "ical.js";

/** Each event that comes in the span as [start, end, title, status, uid], moments in UTC; in order of their starts. */
function shown({ file, after, until }) {
  const calendar = new ICAL.Component(ICAL.parse(file));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each, { strictExceptions: true, exceptions: [] }));
  const found = [];
  const add = (event, start, end) => {
    const status = event.component.getFirstPropertyValue("status");
    const moments = [start, end].map((at) => at.toJSDate().toISOString().replace(".000Z", "Z"));
    if (moments[0] > after && moments[0] < until) found.push([...moments, event.summary, status, event.uid]);
  };
  const exceptions = events.filter((event) => event.isRecurrenceException());
  for (const event of events.filter((each) => !each.isRecurrenceException())) {
    if (!event.isRecurring()) {
      add(event, event.startDate, event.endDate);
      continue;
    }
    for (const exception of exceptions) if (exception.uid === event.uid) event.relateException(exception);
    const starts = event.iterator();
    // A date may have been moved to before the end of the span from a little after it.
    const last = new Date(new Date(until).getTime() + 5 * 86400000);
    for (let start = starts.next(); start && start.toJSDate() < last; start = starts.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(start);
      add(item, startDate, endDate);
    }
  }
  return found.sort();
}

let given = "";
for await (const chunk of process.stdin) given += chunk;
console.log(JSON.stringify(JSON.parse(given).map(shown)));
