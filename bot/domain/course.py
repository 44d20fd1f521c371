"""The working copy of a session while one event runs through it; `bot/domain/hosting.py` alone makes and returns it."""

from datetime import datetime, timedelta

from bot.domain.errors import NotPossibleNow
from bot.domain.replacing import replace
from bot.domain.session import Cue, CueKind, Round, Seat, Session, TurnState
from bot.domain.words import say


class Course:
    """A session, the moment, and the cues that this event brings. Rules replace `s`; nothing outlives the step."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.s = session
        self.now = now
        self.cues: list[Cue] = []

    @property
    def clock(self) -> datetime:
        """The session's own time: it stands in a pause, and at its end everything moves by the pause's length."""
        return self.s.pause.at if self.s.pause else self.now

    @property
    def this_round(self) -> Round:
        """The running round; an empty one where there is none."""
        return self.s.round or Round()

    @this_round.setter
    def this_round(self, running: Round) -> None:
        self.s = replace(self.s, round=running)

    def cue(self, cue: Cue) -> None:
        """Says one line. A speaker's start changes the line of their offer in place: nothing new is said there."""
        said = replace(cue, phase=self.s.now_in.id)
        self.cues.append(said)
        number = self.s.cues if cue.kind is CueKind.SPEAKING else self.s.cues + 1
        self.s = replace(self.s, last_cue=said, cues=number)

    def seated(self, person: str) -> Seat:
        """The seat of somebody who is here, reading along or not. Raises NotPossibleNow for anyone else."""
        seat = self.s.seat(person)
        if seat is None:
            raise NotPossibleNow(say("Press I'm here first, and there is a place for you."))
        return seat

    def placed(self, person: str) -> Seat:
        """The seat of somebody with a place in the order. Raises NotPossibleNow for who reads along or is not here."""
        seat = self.seated(person)
        if not seat.in_order and self.s.plan.has_order:
            raise NotPossibleNow(say("You are reading along. Press I'm here, and there is a place for you."))
        return seat

    def put_seat(self, seat: Seat) -> None:
        """Replaces this person's seat; somebody new sits down last."""
        if self.s.seat(seat.person) is None:
            self.s = replace(self.s, seats=(*self.s.seats, seat))
        else:
            seats = tuple(seat if each.person == seat.person else each for each in self.s.seats)
            self.s = replace(self.s, seats=seats)

    def put_turn(self, turn: TurnState) -> None:
        """Replaces this person's place in the running round; a new one is added."""
        known = self.this_round.turn(turn.person)
        if turn == known and self.s.round is not None:  # most words in a share change nothing of it
            return
        turns = tuple(turn if each.person == turn.person else each for each in self.this_round.turns)
        self.this_round = replace(self.this_round, turns=turns if known else (*turns, turn))

    def shift(self, by: timedelta) -> None:
        """Moves every running clock: the time of a pause does not count."""
        s = self.s

        def moved(at: datetime | None) -> datetime | None:
            return None if at is None else at + by

        self.s = replace(
            s,
            ends_at=s.ends_at + by,
            phase_opened_at=s.phase_opened_at + by,
            phase_due=moved(s.phase_due),
            few_asked_at=moved(s.few_asked_at),
            alone_since=moved(s.alone_since),
            end_asked_at=moved(s.end_asked_at),
            heard_at=moved(s.heard_at),
            stay=replace(s.stay, at=s.stay.at + by) if s.stay else None,
        )
        turn = self.this_round.running
        if turn is not None:
            self.put_turn(
                replace(turn, since=moved(turn.since), until=moved(turn.until), stirred_at=moved(turn.stirred_at))
            )
