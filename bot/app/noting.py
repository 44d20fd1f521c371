"""Whether somebody would like private notes: asked once at joining, and where they look at their own record."""

from bot.domain.words import Text, say
from bot.ports.messages import Action

YES_NO = {"yes": say("Yes, please"), "no": say("No, thanks")}
EMOJI = {"yes": "👍", "no": "🙏"}


def asking() -> Text:
    """The question; off until somebody says yes (MUTUALITY.md, Three tiers)."""
    return say(
        "Now and then I could tell you, alone, how giving and receiving look for you, from turns and never from words. "
        "Would you like that?"
    )


def wanting() -> tuple[Action, ...]:
    """The two answers."""
    return tuple(
        Action(label, "note wish", (("answer", value),), word=value, emoji=EMOJI[value], sensitive=True)
        for value, label in YES_NO.items()
    )
