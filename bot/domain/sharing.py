"""What belongs to a share: its messages, who responded to it, its one soft line, and when anyone may go on after it."""

from datetime import datetime

from bot.domain.course import Course
from bot.domain.pace import Pace
from bot.domain.replacing import replace
from bot.domain.session import Cue, CueKind, OpenShare, TurnState

MOST_MESSAGES = 20
"""So many of a share's messages are known, so that replies to them are; a long share has few more."""


def replied_to(course: Course, message: str | None) -> OpenShare | None:
    """The share that a reply to this message answers; None where it is no share's."""
    return next((share for share in course.s.shares if message in share.messages), None)


def note_message(course: Course, share: OpenShare, message: str) -> None:
    """Remembers that this message is of a share, until the session closes."""
    if message and len(share.messages) < MOST_MESSAGES:
        put_share(course, replace(share, messages=(*share.messages, message)))


def respond(course: Course, share_id: str, responder: str) -> None:
    """Counted once a person; what the owner says of their own share is neither giving nor receiving."""
    share = course.s.share(share_id)
    if share is not None and share.owner != responder and responder not in share.responders:
        put_share(course, replace(share, responders=(*share.responders, responder)))


def put_share(course: Course, share: OpenShare) -> None:
    """Replaces a share by what it is now."""
    course.s = replace(course.s, shares=tuple(share if each.id == share.id else each for each in course.s.shares))


def tell_time(course: Course) -> None:
    """The one soft line in a share. After ten quiet minutes it would come too late: another line says it then."""
    turn = course.this_round.running
    if turn is None or turn.since is None or turn.until is None or turn.stirred_at is None:
        return
    course.put_turn(replace(turn, told=True))
    quiet_at = may_go_on_at(turn, course.s.plan.pace)
    if quiet_at is not None and course.now < quiet_at:
        minutes = round((turn.until - turn.since).total_seconds() / 60)
        course.cue(Cue(CueKind.TIME_UP, person=turn.person, minutes=minutes))


def may_go_on_at(turn: TurnState, pace: Pace) -> datetime | None:
    """When anyone may go on: ten minutes after the last sign of life in a share. In a call nobody hears those: there it
    is ten minutes past the share's time, for whoever forgot to press Done.
    """
    if turn.stirred_at is None:
        return None
    since = turn.stirred_at if pace.heard or turn.until is None else max(turn.stirred_at, turn.until)
    return since + pace.silence


def tell_quiet(course: Course) -> None:
    """Ten minutes without a message or a press: anyone may go on."""
    turn = course.this_round.running
    if turn is not None:
        course.put_turn(replace(turn, quiet_told=True))
        kind = CueKind.SPEAKER_QUIET if course.s.plan.pace.heard else CueKind.GO_ON_ASKED
        course.cue(Cue(kind, person=turn.person))
