// The two dialogs: everything one can do here, and one's own seat.

import { commandForm } from "./forms.js";
import { el } from "./text.js";

/** Wires a dialog to the button that opens it; clicking beside it closes it, as Escape does. */
export function openable(dialog, opener, prepare = () => {}) {
  opener.addEventListener("click", () => {
    prepare();
    dialog.showModal();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}

// So many commands can be looked through at once; where there are more, each group waits to be opened.
const AT_ONCE = 20;

/** Every command by its group; those without arguments have a button, the others open into a form. */
export function listCommands(place, commands, prefix, call) {
  const open = commands.length <= AT_ONCE;
  place.replaceChildren(...[...byGroup(commands).values()].map((members) =>
    el("details", { class: "group", open },
      el("summary", {}, el("h3", { text: members[0].title })), ...members.map((one) => entry(one, prefix, call))),
  ));
}

function byGroup(commands) {
  const groups = new Map();
  for (const one of commands) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}

function entry(command, prefix, call) {
  const words = [el("code", { text: prefix + command.path }), " ", el("span", { text: command.summary })];
  const form = commandForm(command, (values) => call(command.path, values));
  if (!command.fields.length) return el("div", { class: "command" }, el("p", {}, ...words), form);
  return el("details", { class: "command" }, el("summary", {}, ...words), form);
}
