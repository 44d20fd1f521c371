"""The working copy of a session while one event runs through it; `bot/domain/hosting.py` alone makes and returns it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.session import Cue, CueKind, Ending, Round, Seat, Session, TurnState


class Course:
    """A session, the moment, and the cues that this event brings. Rules change `s` by replacing it; nothing outlives the step."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.s = session
        self.now = now
        self.cues: list[Cue] = []

    def set(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of Session, checked by `replace`
        self.s = replace(self.s, **changes)

    def cue(self, kind: CueKind, **fields: Any) -> None:  # noqa: ANN401 - the fields of Cue, checked by its constructor
        """Says one line. A speaker's start changes the cue of their offer in place: nothing new is said into a share."""
        cue = Cue(kind, self.s.now_in.id, **fields)
        in_place = kind is CueKind.SPEAKING
        self.cues.append(cue)
        self.set(last_cue=cue, cues=self.s.cues if in_place else self.s.cues + 1)

    def set_seat(self, person: str, **changes: Any) -> None:  # noqa: ANN401 - the fields of Seat
        self.set(seats=tuple(replace(seat, **changes) if seat.person == person else seat for seat in self.s.seats))

    def add_seat(self, seat: Seat) -> None:
        self.set(seats=(*self.s.seats, seat))

    @property
    def round(self) -> Round:
        """The running round; an empty one where there is none."""
        return self.s.round or Round()

    def set_round(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of Round
        self.set(round=replace(self.round, **changes))

    def set_turn(self, person: str, **changes: Any) -> None:  # noqa: ANN401 - the fields of TurnState
        turns = tuple(replace(turn, **changes) if turn.person == person else turn for turn in self.round.turns)
        self.set_round(turns=turns)

    def add_turn(self, turn: TurnState) -> None:
        self.set_round(turns=(*self.round.turns, turn))

    def stir(self, person: str) -> None:
        """Somebody pressed or said something: those not waited for are back, and a closing that was near is not."""
        self.set(last_press_at=self.now)
        seat = self.s.seat(person)
        if seat is not None and seat.away:
            self.set_seat(person, away=False)

    def shift(self, by: timedelta) -> None:
        """Moves every running clock: the time of a pause does not count."""
        s = self.s

        def moved(at: datetime | None) -> datetime | None:
            return None if at is None else at + by

        self.set(
            ends_at=s.ends_at + by,
            phase_opened_at=s.phase_opened_at + by,
            phase_due=moved(s.phase_due),
            few_asked_at=moved(s.few_asked_at),
            alone_since=moved(s.alone_since),
            end_asked_at=moved(s.end_asked_at),
            stay=replace(s.stay, at=s.stay.at + by) if s.stay else None,
        )
        running = self.round.running
        if running is not None:
            since, stirred = moved(running.since) or self.now, moved(running.stirred_at) or self.now
            self.set_turn(running.person, since=min(since, self.now), stirred_at=min(stirred, self.now))

    def close(self, ending: Ending) -> None:
        """Ends the session. What is not kept goes now: passes, laters, answers to offers, who was not waited for (MUTUALITY.md, Model)."""
        if ending is not Ending.SAID:
            self.cue(CueKind.CLOSED, ending=ending)
        seats = tuple(replace(seat, away=False, answered=False) for seat in self.s.seats)
        self.set(
            closed_at=self.now,
            ending=ending,
            seats=seats,
            happened=(*self.s.happened, *self.round.happened),
            round=None,
            pause=None,
            stay=None,
            few_asked_at=None,
            alone_since=None,
            end_asked_at=None,
            roles_declined=(),
            phase_due=None,
        )
