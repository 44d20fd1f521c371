// Forms made from declarations: the arguments of a command, or the one thing that the bot asks for.

import { bdi, el, freshId, t } from "./text.js";

function input(field, id) {
  if (field.kind === "long") return el("textarea", { id, rows: 4, dir: "auto" });
  if (field.kind === "choice") {
    const empty = el("option", { value: "", text: field.required ? t("pick") : t("nothing") });
    const options = field.choices.map(([value, label]) => el("option", { value, text: label }));
    return el("select", { id }, empty, ...options);
  }
  if (field.kind === "number") {
    return el("input", { id, type: "number", inputmode: "numeric", min: field.min, max: field.max, step: 1 });
  }
  return el("input", { id, type: "text", dir: "auto" });
}

function fieldRow(field) {
  const id = `field-${freshId()}`;
  const control = input(field, id);
  control.name = field.name;
  control.required = field.required;
  control.autocomplete = "off";
  if (field.default) control.value = field.default;
  const hints = [];
  if (field.example && field.kind !== "choice") hints.push(t("for_example", { example: field.example }));
  if (!field.required && field.kind !== "choice") hints.push(t("optional"));
  const row = el("div", { class: "field" }, el("label", { for: id, text: field.label }), control);
  if (hints.length) {
    control.setAttribute("aria-describedby", `${id}-hint`);
    row.append(el("p", { class: "hint", id: `${id}-hint`, text: hints.join(" · ") }));
  }
  return { row, control };
}

/** A form for a command; `call(values)` resolves to {} or {sorry}. What was typed stays until it was taken. */
export function commandForm(command, call) {
  const fields = command.fields.map(fieldRow);
  const send = el("button", { type: "submit", class: fields.length ? "primary" : null, text: t("do_it") });
  if (!fields.length) send.setAttribute("aria-label", `${t("do_it")}: ${command.summary}`);
  const form = el("form", { class: "command-form", autocomplete: "off" }, ...fields.map((one) => one.row), send);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const filled = fields.filter(({ control }) => control.value.trim());
    const values = Object.fromEntries(filled.map(({ control }) => [control.name, control.value]));
    const outcome = await call(values);
    if (!outcome.sorry) form.reset();
  });
  return form;
}

// An answer that could not be used is asked for again: then it is in the field already, to be mended.
const earlier = new Map();

export function forgetAnswers() {
  earlier.clear();
}

/** The form of a question of the bot's; `answer(token, value)` resolves to {} or {sorry}. */
export function questionForm(item, answer) {
  const { token, prompt, long, choices, example = "" } = item.question;
  const kind = choices.length ? "choice" : long ? "long" : "text";
  const field = { name: "answer", label: prompt, kind, choices, required: true, example, default: earlier.get(prompt) };
  const { row, control } = fieldRow(field);
  const send = el("button", { type: "submit", class: "primary", text: t("reply") });
  const form = el("form", { class: "question-form", autocomplete: "off", "data-asks": "" }, row, send);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    earlier.set(prompt, control.value);
    answer(token, control.value);
  });
  return form;
}

/** A button that sits down in one of this browser's seats again. */
export function seatButton(seat, sit) {
  const [before, after] = t("sit_again").split("{name}");
  const button = el("button", { type: "button" }, before, bdi(seat.name), after ?? "");
  button.addEventListener("click", () => sit(seat));
  return button;
}
