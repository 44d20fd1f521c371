"""Hosting: one way for every handler to move the live session on, from rule to stored state, timer and posts.

The rules decide (`bot/domain/hosting.py`), a narrator makes the documents (a cog), and here the consequences are
staged: the session, its one timer, the panel, and a new cue at each edge while the old cue's buttons go.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.app import mutual
from bot.app.calendars import Calendars
from bot.app.depths import settle
from bot.app.own_decks import decks_of
from bot.app.telling import to_room
from bot.domain import closing, hosting
from bot.domain.circles import Circle
from bot.domain.customs import Keepsake, Where
from bot.domain.errors import NotPossibleNow
from bot.domain.events import Event
from bot.domain.flow import Flow, PhaseKind, flow_named
from bot.domain.ledger import Standing
from bot.domain.meetings import coming
from bot.domain.prompts import Draw, DrawKind, NoPromptLeft, draw
from bot.domain.rsvp import Answer, Rsvp
from bot.domain.seen import only_stirred
from bot.domain.session import Assigned, Cue, CueKind, Session
from bot.domain.words import Moment, say
from bot.ports.decks import Decks
from bot.ports.messages import About, Delivery, Document, Place, Post, PostKind, PromptNote, TurnNote
from bot.ports.storage import Timer, UnitOfWork

TIMER = "session"
CLEARING = "clear"
NUDGE = "nudge"
NUDGE_BEFORE = timedelta(hours=12)
"""Over days, whoever asked for reminders has one so long before a part ends."""
CLEARED_AFTER = timedelta(days=7)
FLEETING = {CueKind.TIME_UP: timedelta(minutes=5), CueKind.PAUSED_LONG: timedelta(minutes=30)}


class Narrator(Protocol):
    """Makes documents of what the rules decided; pure. `live` cues carry their buttons."""

    def panel(self, circle: Circle, session: Session, decks: Decks) -> Document: ...
    def cue(self, circle: Circle, session: Session, cue: Cue, decks: Decks, *, live: bool) -> Document: ...
    def picture(self, circle: Circle, session: Session, *, names: bool) -> Document | None: ...


def in_the_way(uow: UnitOfWork, circle: Circle, flow: Flow) -> Session | None:
    """The open session beside which none of this flow can run: one of the same sort, by the hour or by days."""
    running = uow.sessions.running(circle.id)
    return next((each for each in running if each.plan.pace.days == flow.pace.days), None)


class Host:
    """Opens, advances and shows sessions; holds no state."""

    def __init__(self, narrator: Narrator, decks: Decks, calendars: Calendars | None = None) -> None:
        self._narrator = narrator
        self._decks = decks
        self.calendars = calendars

    def dated(self, uow: UnitOfWork, circle: Circle, document: Document, now: datetime) -> Document:
        """The document with the circle's dates as a file, for whoever likes to have them in their calendar."""
        if self.calendars is None:
            return document
        return replace(document, attachment=self.calendars.file(uow, (circle,), circle.language, now))

    def open(
        self,
        uow: UnitOfWork,
        circle: Circle,
        *,
        starts_at: datetime,
        now: datetime,
        flow: str | None = None,
        late: bool = False,
        occurrence: str = "",
        rsvp: Rsvp | None = None,
    ) -> Session:
        """Opens the doors of a session of `circle`; the caller has checked that none is live.

        `rsvp` are the answers about its date: who said yes, who reads along, and prompts that were drawn ahead.
        """
        plan = flow_named(flow or circle.flow)
        session_id = uow.mint("session")
        debts = {member.person: member.debt for member in circle.members}
        session, cues = hosting.open_session(
            session_id=session_id,
            circle=circle.id,
            flow=plan,
            number=circle.held + 1,
            members=len(circle.members),
            starts_at=starts_at,
            now=now,
            standing=Standing(debts, uow.ledger.pairings(circle.id)),
            prompts=(rsvp.prompts if rsvp else ()) or self.draw_for(uow, circle, plan, session_id),
            late=late,
            occurrence=occurrence,
            expected=_members_of(circle, rsvp.who(Answer.COMING) if rsvp else ()),
            readers=_members_of(circle, rsvp.who(Answer.READING) if rsvp else ()),
            roles=mutual.taken_ahead(uow, circle),
        )
        self._keep(uow, circle, None, session, cues, now)
        return session

    def advance(self, uow: UnitOfWork, circle: Circle, session: Session, event: Event, now: datetime) -> Session:
        """Moves the session on by one event and stages every consequence.

        Raises DomainError, and then nothing is staged.
        """
        after, cues = hosting.step(session, event, now)
        if after is not session and after != session:
            self._keep(uow, circle, session, after, cues, now)
        return after

    def live(self, uow: UnitOfWork, circle: Circle, pressed: str | None, now: datetime) -> Session:
        """The circle's open session; `pressed` is the id of the one that a pressed button belonged to, if it did.

        Raises NotPossibleNow when none is open, or another one.
        """
        meant = (each for each in uow.sessions.running(circle.id) if each.id == pressed)
        session = next(meant, None) or uow.sessions.live(circle.id)
        if session is None:
            raise NotPossibleNow(
                say("No session is open right now. The next one opens its doors by itself.")
                if coming(circle, now, 1)
                else say("No session is open right now.")
            )
        if pressed is not None and pressed != session.id:
            raise NotPossibleNow(
                say("That button belongs to an earlier session. The newest line has the ones for now.")
            )
        return session

    def tell(self, uow: UnitOfWork, circle: Circle, document: Document, slot: str = "") -> None:
        """Says something to the circle's room, apart from any session's cues; with a slot it can be edited later."""
        to_room(uow, circle, document, slot=slot)

    def show_again(self, uow: UnitOfWork, circle: Circle, session: Session) -> None:
        """Posts the panel and the newest cue anew: the platform no longer shows them."""
        uow.outbox.drop_slot(f"session/{session.id}/")
        self._stage_panel(uow, circle, session)
        if session.last_cue is not None:
            self._stage_cue(uow, circle, session, session.last_cue, session.cues, Delivery.NEW, live=True)

    def _keep(
        self,
        uow: UnitOfWork,
        circle: Circle,
        before: Session | None,
        after: Session,
        cues: tuple[Cue, ...],
        now: datetime,
    ) -> None:
        if before is not None and _roles_are_free(before, after):
            after = mutual.offer_on(uow, circle, after, now)
        self._stage_cues(uow, circle, before, after, cues, now)
        joined = any(member.joined_at == now for member in circle.members)  # they are let into the session's place
        if before is None or joined or self._panel_differs(uow, circle, before, after):
            self._stage_panel(uow, circle, after)
        self._remember_prompts(uow, circle, before, cues, now)
        if _closes(after) and not (before is not None and _closes(before)):
            self._stage_picture(uow, circle, after)
        due = hosting.next_due(after)
        if due is not None:
            uow.timers.set(Timer(f"{TIMER}/{after.id}", TIMER, after.id, due))
        if after.plan.pace.days and after.phase_due and (before is None or before.phase_due != after.phase_due):
            nudge = Timer(f"{NUDGE}/{after.id}", NUDGE, after.id, after.phase_due - NUDGE_BEFORE)
            # A part that is shorter than that has none, nor the one that was set for the part before.
            uow.timers.set(nudge) if nudge.due_at > now else uow.timers.drop(nudge.key)
        if after.closed_at is not None:
            uow.timers.drop_subject(after.id)
            circle = uow.circles.get(circle.id) or circle
            if closing.took_place(after):
                mutual.close(uow, circle, after, closing.of_members(closing.record_of(after), circle), now)
            uow.circles.put(closing.after(settle(uow, circle), after))
            if uow.customs.of(circle.id).cleared:
                uow.timers.set(Timer(f"{CLEARING} {circle.id} {after.id}", CLEARING, circle.id, now + CLEARED_AFTER))
            after = closing.remembered(after)
        uow.sessions.put(after)

    def _stage_cues(
        self,
        uow: UnitOfWork,
        circle: Circle,
        before: Session | None,
        after: Session,
        cues: tuple[Cue, ...],
        now: datetime,
    ) -> None:
        number = before.cues if before else 0
        shown = before.last_cue if before else None
        for place, cue in enumerate(cues):
            live = place == len(cues) - 1
            if cue.kind is CueKind.SPEAKING:
                self._stage_cue(uow, circle, after, cue, number, Delivery.UPSERT, live=live)
            else:
                if place == 0 and shown is not None:
                    self._stage_cue(uow, circle, after, shown, number, Delivery.AMEND, live=False)
                number += 1
                self._stage_cue(uow, circle, after, cue, number, Delivery.NEW, live=live, now=now)
        if cues or shown is None:
            return
        if after.closed_at is not None:
            self._stage_cue(uow, circle, after, shown, number, Delivery.AMEND, live=False)
        elif after.last_cue is not None and after.last_cue != shown:  # somebody who was named in it is forgotten
            self._stage_cue(uow, circle, after, after.last_cue, number, Delivery.AMEND, live=True)

    def _stage_cue(
        self,
        uow: UnitOfWork,
        circle: Circle,
        session: Session,
        cue: Cue,
        number: int,
        delivery: Delivery,
        *,
        live: bool,
        now: datetime | None = None,
    ) -> None:
        fleeting = FLEETING.get(cue.kind)
        uow.outbox.put(
            Post(
                id=uow.mint("post"),
                account=circle.account,
                room=circle.room,
                kind=PostKind.CUE,
                document=self._narrator.cue(circle, session, cue, decks_of(self._decks, uow, circle), live=live),
                language=circle.language,
                zone=circle.zone,
                slot=f"session/{session.id}/cue/{number}",
                delivery=delivery,
                mentions=(cue.person,) if cue.kind is CueKind.OFFERED and cue.person else (),
                expires_at=now + fleeting if now and fleeting else None,
                about=self._about(circle, session, cue),
                place=None if cue.kind is CueKind.DOORS else _place(uow, circle, session),
            )
        )

    def _stage_panel(self, uow: UnitOfWork, circle: Circle, session: Session) -> None:
        running = session.round.running if session.round else None
        turn = None
        if running is not None:
            turn = TurnNote(running.person, running.stage.value, session.curious_for(running.person)[0])
        uow.outbox.put(
            Post(
                id=uow.mint("post"),
                account=circle.account,
                room=circle.room,
                kind=PostKind.PANEL,
                document=self._narrator.panel(circle, session, decks_of(self._decks, uow, circle)),
                language=circle.language,
                zone=circle.zone,
                slot=f"session/{session.id}/panel",
                delivery=Delivery.UPSERT,
                about=About(session.id, session.now_in.id, turn),
                place=_place(uow, circle, session),
            )
        )

    def _stage_picture(self, uow: UnitOfWork, circle: Circle, session: Session) -> None:
        """A keepsake of today, for a circle that wants one; once, with the close."""
        wanted = uow.customs.of(circle.id).picture
        names = wanted is Keepsake.NAMES
        document = self._narrator.picture(circle, session, names=names) if wanted is not Keepsake.OFF else None
        if document is None:
            return
        uow.outbox.put(
            Post(
                id=uow.mint("post"),
                account=circle.account,
                room=circle.room,
                kind=PostKind.CARD,
                document=document,
                language=circle.language,
                zone=circle.zone,
                about=About(session.id, session.now_in.id),
                place=_place(uow, circle, session),
            )
        )

    def _panel_differs(self, uow: UnitOfWork, circle: Circle, before: Session, after: Session) -> bool:
        if only_stirred(before, after):
            return False
        decks = decks_of(self._decks, uow, circle)
        return self._narrator.panel(circle, before, decks) != self._narrator.panel(circle, after, decks)

    def _about(self, circle: Circle, session: Session, cue: Cue) -> About:
        turn = None
        stages = {
            CueKind.OFFERED: "offered",
            CueKind.SPEAKING: "speaking",
            CueKind.ASKED: "asked",
            CueKind.TIME_UP: "speaking",
            CueKind.SPEAKER_QUIET: "speaking",
        }
        if cue.kind in stages and cue.person:
            turn = TurnNote(cue.person, stages[cue.kind], cue.curious)
        prompt = None
        if cue.prompt is not None:
            assigned = next((each for each in session.prompts if each.prompt == cue.prompt), None)
            if assigned is not None:
                prompt = PromptNote(assigned.prompt, assigned.task, assigned.depth)
        return About(session.id, cue.phase, turn, prompt)

    def draw_for(self, uow: UnitOfWork, circle: Circle, flow: Flow, seed: str) -> tuple[Assigned, ...]:
        """Draws one prompt for each phase that has one; a phase that the deck has nothing for goes without."""
        history = uow.draws.of(circle.id)
        prompts = decks_of(self._decks, uow, circle).prompts(circle.language)
        drawn = []
        for phase in flow.phases:
            if not phase.has_prompt:
                continue
            try:
                prompt = draw(prompts, phase.task, history, max_depth=circle.depth, seed=f"{seed}/{phase.id}")
            except NoPromptLeft:
                continue
            drawn.append(Assigned(phase.id, prompt.id, phase.task.value, prompt.depth))
        return tuple(drawn)

    def _remember_prompts(
        self, uow: UnitOfWork, circle: Circle, before: Session | None, cues: tuple[Cue, ...], now: datetime
    ) -> None:
        """A prompt counts as used when the room sees it; one that was changed is put back for later."""
        for cue in cues:
            if cue.prompt is None or cue.kind not in (CueKind.PHASE, CueKind.PROMPT):
                continue
            if cue.kind is CueKind.PROMPT and before is not None:
                old = before.assigned(cue.phase)
                if old is not None:
                    uow.draws.add(circle.id, Draw(old.prompt, before.now_in.task, now, DrawKind.ANOTHER))
            prompts = decks_of(self._decks, uow, circle).prompts(circle.language)
            task = next((each.task for each in prompts if each.id == cue.prompt), None)
            if task is not None:
                uow.draws.add(circle.id, Draw(cue.prompt, task, now, DrawKind.USED))


def _roles_are_free(before: Session, after: Session) -> bool:
    """Roles are offered on when the doors close, and when somebody goes who was asked."""
    if after.closed_at is not None or after.now_in.kind is PhaseKind.DOORS:
        return False
    return before.now_in.kind is PhaseKind.DOORS or mutual.asked_who_went(before, after)


def _closes(session: Session) -> bool:
    """Whether a session that took place is in its close, or over without having come to it."""
    at_its_end = session.closed_at is not None or session.now_in.kind is PhaseKind.CLOSE
    return at_its_end and closing.took_place(session)


def _place(uow: UnitOfWork, circle: Circle, session: Session) -> Place | None:
    """The session's own place, where there are such and the circle likes it; the doors are shown in the room.

    Open to every member and whoever else is there (SESSION.md, Who is there).
    """
    where = uow.customs.of(circle.id).where
    if where is Where.ROOM:
        return None
    people = dict.fromkeys((*(member.person for member in circle.members), *(seat.person for seat in session.seats)))
    name = say("{circle}, {day}", circle=circle.name, day=Moment(session.starts_at, "day"))
    return Place(session.id, name, tuple(people), public=where is Where.PUBLIC)


def _members_of(circle: Circle, people: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(person for person in people if circle.member(person) is not None)
