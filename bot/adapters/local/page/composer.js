// The line where one writes. A "/" at its beginning shows what one can do; words leave it only when they are on their way.

import { el, t, tName } from "./text.js";

/** `say(words, answers)` sends. Returns {configure, putBack, answerTo, clear, isBusy}. */
export function openComposer({ form, field, matches, answering, notice, say }) {
  let commands = [];
  let prefix = "/";
  let most = 4000;
  let active = -1;
  let answers = null;

  function configure(settings) {
    ({ commands, prefix, most } = settings);
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  }

  // --- commands ---------------------------------------------------------------------------------------------------

  function fitting() {
    const words = field.value;
    if (!words.startsWith(prefix) || words.includes("\n")) return null;
    const typed = words.slice(prefix.length).toLowerCase();
    const begins = commands.filter((one) => one.path.startsWith(typed) || typed.startsWith(`${one.path} `));
    if (begins.length) return begins;
    return commands.filter((one) => one.path.includes(typed) || one.words.some((word) => word.startsWith(typed)));
  }

  function showMatches() {
    const fits = fitting();
    active = -1;
    field.removeAttribute("aria-activedescendant");
    matches.hidden = fits === null;
    if (fits === null) return;
    matches.replaceChildren(...fits.map(option));
    if (!fits.length) matches.append(el("p", { class: "hint", text: t("no_command") }));
  }

  function option(command, index) {
    const node = el(
      "div",
      { role: "option", id: `match-${index}`, class: "match", "aria-selected": "false", "data-path": command.path },
      el("code", { text: prefix + command.path }),
      el("span", { text: command.summary }),
    );
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", () => complete(command.path));
    return node;
  }

  function move(step) {
    const options = matches.querySelectorAll("[role=option]");
    if (!options.length) return;
    active = active < 0 && step < 0 ? options.length - 1 : (active + step + options.length) % options.length;
    options.forEach((node, index) => node.setAttribute("aria-selected", String(index === active)));
    field.setAttribute("aria-activedescendant", `match-${active}`);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function complete(path) {
    const command = commands.find((one) => one.path === path);
    field.value = prefix + path + (command?.fields.length ? " " : "");
    field.focus();
    grow();
    showMatches();
    matches.hidden = true;
  }

  // --- answering ----------------------------------------------------------------------------------------------------

  function answerTo(item) {
    answers = item;
    answering.hidden = item === null;
    if (item === null) return;
    const stop = el("button", { type: "button", class: "quiet", text: t("answering_stop") });
    stop.addEventListener("click", () => {
      answerTo(null);
      field.focus();
    });
    answering.replaceChildren(el("span", {}, ...tName("answering", item.name)), stop);
    field.focus();
  }

  // --- sending --------------------------------------------------------------------------------------------------------

  function send() {
    const words = field.value.trim();
    if (!words) return;
    const count = [...words].length;
    if (count > most) {
      notice(t("too_long", { count, most }));
      return;
    }
    notice("");
    const isCommand = words.startsWith(prefix);
    say(words, isCommand ? null : answers);
    field.value = "";
    if (!isCommand) answerTo(null);
    grow();
    showMatches();
  }

  /** Words that could not be sent come back, before what has been typed since. */
  function putBack(words) {
    field.value = field.value.trim() ? `${words}\n${field.value}` : words;
    grow();
  }

  function clear() {
    field.value = "";
    answerTo(null);
    grow();
    showMatches();
  }

  field.addEventListener("input", () => {
    grow();
    showMatches();
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !matches.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (open && event.key === "Escape") {
      matches.hidden = true;
      active = -1;
    } else if (open && active >= 0 && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
      event.preventDefault();
      complete(matches.querySelectorAll("[role=option]")[active].dataset.path);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  field.addEventListener("blur", () => (matches.hidden = true));
  field.addEventListener("focus", showMatches);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  return { configure, putBack, answerTo, clear, isBusy: () => field.value.trim() !== "" };
}
