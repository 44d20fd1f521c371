"""What can happen to a live session. Each event is one thing that a person did, or time that passed."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.domain.session import Ending, Mode
from bot.domain.turns import Wish


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed: whatever is due happens."""


@dataclass(frozen=True, slots=True)
class Here:
    """A member pressed "I'm here"."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Spoke:
    """A member said something. What, nobody knows: `message` is its id, `reply_to` that of the one that it answers."""

    person: str
    name: str
    message: str = ""
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A member left the session, the room or the circle."""

    person: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A member wants nothing kept: they leave, and the session no longer knows that they were there."""

    person: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A member answered the invitation while the session is open: they come, will read along, or neither."""

    person: str
    how: Literal["coming", "reading", "neither"]


@dataclass(frozen=True, slots=True)
class ReadAlong:
    """A member would rather read along: a seat without a place in order or ring."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish for one's place in a round."""

    person: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class ModeChosen:
    """How would you like us to be?"""

    person: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Began:
    """Pressed Start."""

    person: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A pass: of a turn, of a line, or of being the curious voice. Needs no reason. `question`: it is said of that."""

    person: str
    question: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """To the end of the round."""

    person: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Done: of the share, then of the answer."""

    person: str


@dataclass(frozen=True, slots=True)
class WentOn:
    """Go on: offered to everyone after ten minutes of silence in a share."""

    person: str


@dataclass(frozen=True, slots=True)
class FloorAsked:
    """Would like a turn: in open dialogue, after a pass, or with "I'll raise my hand"."""

    person: str


@dataclass(frozen=True, slots=True)
class AnswerWished:
    """Would like to answer the share that is going on, or was just brought, in open dialogue."""

    person: str


@dataclass(frozen=True, slots=True)
class RoundWished:
    """Shall we go round?"""

    person: str


@dataclass(frozen=True, slots=True)
class RingDeclined:
    """Would rather not be a curious voice in this round."""

    person: str


@dataclass(frozen=True, slots=True)
class PauseAsked:
    """A pause; needs no reason."""

    person: str


@dataclass(frozen=True, slots=True)
class Ready:
    """Ready to go on."""

    person: str


@dataclass(frozen=True, slots=True)
class StayWished:
    """Would like to stay with this share five minutes longer."""

    person: str


@dataclass(frozen=True, slots=True)
class StayAnswered:
    """Yes to staying, or rather not."""

    person: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class ReadOut:
    """The opener (or, without one, anyone) has read the agreement."""

    person: str


@dataclass(frozen=True, slots=True)
class NextPhase:
    """The phase ends now, or as soon as a running share is done: the facilitator, or two members together.

    `phase` is the one that was seen when it was wished for; in another one nothing happens ("": whichever is on).
    """

    phase: str = ""


@dataclass(frozen=True, slots=True)
class TalkAnyway:
    """The answer of those present to "we are few"."""

    person: str


@dataclass(frozen=True, slots=True)
class WentInPeace:
    """The only one there goes in peace."""

    person: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The session ends: early with a close, or at once for the other reasons."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class LongerWished:
    """Fifteen minutes longer, asked at the end."""

    person: str


@dataclass(frozen=True, slots=True)
class MoreTimeWished:
    """Twelve hours more for this part, in a flow that goes by days."""

    person: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """Somebody who asked for reminders was reminded of this phase."""

    person: str
    phase: str


@dataclass(frozen=True, slots=True)
class PromptChanged:
    """Another prompt for the running phase."""

    prompt: str
    depth: int


@dataclass(frozen=True, slots=True)
class RoleOffered:
    """A role was offered, privately: nobody else is offered it while this one may still answer."""

    person: str
    role: str


@dataclass(frozen=True, slots=True)
class RoleAnswered:
    """A role that was offered: taken, or not today."""

    person: str
    role: str
    takes: bool


Event: TypeAlias = (
    Tick
    | Here
    | Spoke
    | Left
    | Forgotten
    | Expected
    | ReadAlong
    | Wished
    | ModeChosen
    | Began
    | Passed
    | Later
    | Finished
    | WentOn
    | FloorAsked
    | AnswerWished
    | RoundWished
    | RingDeclined
    | PauseAsked
    | Ready
    | StayWished
    | StayAnswered
    | ReadOut
    | NextPhase
    | TalkAnyway
    | WentInPeace
    | Closed
    | LongerWished
    | MoreTimeWished
    | Reminded
    | PromptChanged
    | RoleAnswered
    | RoleOffered
)


def person_of(event: Event) -> str | None:
    """Who did this; None for time that passed and for what the circle decided."""
    match event:
        case Tick() | NextPhase() | Closed() | PromptChanged():
            return None
        case _:
            return event.person
