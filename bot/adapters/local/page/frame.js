// The frame: what stays in place while the conversation moves, and how much of the circle is shown on a phone.

import { t } from "./text.js";

// With less than this part of the window for the conversation, nothing but the conversation has a right to stay.
const FOR_TALK = 0.45;

/** Folds and unfolds the circle on a phone, and lets go of what would cover the conversation, however large the letters. */
export function openFrame({ room, head, bar, dock, side, more }) {
  function fold(folded) {
    side.classList.toggle("folded", folded);
    more.setAttribute("aria-expanded", String(!folded));
    more.firstElementChild.textContent = folded ? t("panel_more") : t("panel_less");
  }

  function fit() {
    if (room.hidden) return;
    const top = head.offsetHeight || bar.offsetHeight;
    const least = window.innerHeight * FOR_TALK;
    room.classList.toggle("free-head", window.innerHeight - top - dock.offsetHeight < least);
    room.classList.toggle("free-dock", window.innerHeight - dock.offsetHeight < least);
  }

  // Unfolded, the head may be too large to stay in place: then whoever asked for it is brought to it, and back again.
  more.addEventListener("click", () => {
    const unfolds = side.classList.contains("folded");
    fold(!unfolds);
    fit();
    if (unfolds) head.scrollIntoView({ block: "start" });
    else scrollTo({ top: document.documentElement.scrollHeight });
  });
  const watch = new ResizeObserver(fit);
  for (const node of [head, bar, dock]) watch.observe(node);
  addEventListener("resize", fit);
  fold(true);
}
