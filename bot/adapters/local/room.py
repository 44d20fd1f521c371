"""The room in memory: seats, what was said, what the bot posted, and what only one seat sees.

Nothing of it is ever written down.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot.adapters.local.plain import plain
from bot.adapters.local.recent import Recent
from bot.adapters.local.render import Json, document_json, question_json
from bot.adapters.local.strings import ROOM_FULL
from bot.domain.errors import NotPossibleNow
from bot.domain.words import Named
from bot.ports.clock import Clock
from bot.ports.messages import Document, Post, PostKind, PromptNote, Question, Reader, Reply
from bot.ports.pictures import Image
from bot.ports.voice import Voice

ACCOUNT = "local"
ROOM = "local:hearth"
MOST_ITEMS = 500
MOST_SEATS = 40
MOST_PRIVATE = 30
MOST_IMAGES = 20
# How long a seat without an open page keeps its place in the ring; the seat itself stays as long as the room does.
AWAY_AFTER = timedelta(minutes=30)

_FLOOR = frozenset({"offered", "speaking", "asked"})

EntryKind: TypeAlias = Literal["panel", "cue", "post", "private", "said", "press"]
Sink: TypeAlias = Callable[[Json], None]


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the room. `company`: a simulated one, and the page says so."""

    id: str
    name: str
    company: bool = False

    @property
    def person(self) -> str:
        """The person's id, as events and posts name it."""
        return f"{ACCOUNT}:{self.id}"

    @property
    def named(self) -> Named:
        return Named(self.person, self.name)


@dataclass(frozen=True, slots=True)
class SeatTurn:
    """Whose turn an entry is about: seat ids, and the turn's state."""

    seat: str
    state: str
    curious: str | None = None


@dataclass(frozen=True, slots=True)
class RoomEntry:
    """One thing that happened in the room, for a transcript.

    `to` is "all" or a seat's id, `author` "bot" or a seat's id; `phase` the phase of the session then (or None); `text`
    the whole of it as plain text; `actions` the labels. `edited`: an earlier post in its new form. `document` and
    `question` are what simulated seats read their possible presses from.
    """

    at: datetime
    to: str
    author: str
    kind: EntryKind
    phase: str | None
    text: str
    actions: tuple[str, ...] = ()
    turn: SeatTurn | None = None
    prompt: PromptNote | None = None
    edited: bool = False
    ref: str = ""
    document: Document | None = None
    question: Question | None = None


Observer: TypeAlias = Callable[[RoomEntry], None]


@dataclass(slots=True)
class _Place:
    """A seat with its open pages and what only it sees."""

    seat: Seat
    left_at: datetime
    pages: list[Sink] = field(default_factory=list)
    private: deque[Json] = field(default_factory=lambda: deque(maxlen=MOST_PRIVATE))
    answers: dict[str, str] = field(default_factory=dict)


class LocalRoom:
    """One room. `run` keeps the references of one life of the room apart from those of the next."""

    def __init__(self, clock: Clock, voice: Voice, run: str, *, most_items: int = MOST_ITEMS) -> None:
        self.run = run
        self._clock = clock
        self._voice = voice
        self._count = 0
        self._places: dict[str, _Place] = {}
        self._shown: tuple[str, ...] = ()
        self._items: Recent[Json] = Recent(most_items)
        self._images: Recent[Image] = Recent(MOST_IMAGES)
        self._panels: Recent[Json] = Recent(4)
        self._panel: Json | None = None
        self._refs: Recent[str] = Recent(most_items * 4)
        self._heard: Recent[str] = Recent(most_items * 4)
        self._labels: Recent[str] = Recent(most_items * 4)
        self._floor: Json | None = None
        self._zone: str | None = None
        self._phase: str | None = None
        self._newest_cue = ""
        self._observers: list[Observer] = []

    # --- seats ----------------------------------------------------------------------------------------------

    @property
    def seats(self) -> tuple[Seat, ...]:
        """All seats of this room, whether or not a page is open on them, in the order in which they were taken."""
        return tuple(place.seat for place in self._places.values())

    def seat(self, seat_id: str) -> Seat | None:
        place = self._places.get(seat_id)
        return place.seat if place else None

    @property
    def phase(self) -> str | None:
        """The phase that the session in this room was last shown in."""
        return self._phase

    def seat_of(self, person: str | None) -> str | None:
        """The seat id behind a person's id; None for nobody and for people elsewhere."""
        account, _, seat_id = (person or "").partition(":")
        return seat_id if account == ACCOUNT and seat_id else None

    def take_seat(self, seat_id: str, name: str, *, company: bool = False) -> Seat:
        """The seat, taken now or found again (with the name that it has). Raises NotPossibleNow when all are taken."""
        place = self._places.get(seat_id)
        if place is None:
            self._make_space()
            place = self._places[seat_id] = _Place(Seat(seat_id, name, company), self._clock.now())
            self.tidy()
        return place.seat

    def leave(self, seat_id: str) -> None:
        """Frees the seat, on all its pages, and forgets what only it saw."""
        place = self._places.pop(seat_id, None)
        if place is not None:
            for page in tuple(place.pages):
                page({"gone": True})
            self.tidy()

    def is_open(self, seat_id: str) -> bool:
        """Whether a page is open on the seat right now."""
        place = self._places.get(seat_id)
        return bool(place and place.pages)

    def open_page(self, seat_id: str, sink: Sink) -> Callable[[], None]:
        """Sends everything new that this seat may see to `sink`, until the returned function is called."""
        place = self._places[seat_id]
        place.pages.append(sink)
        self.tidy()

        def close() -> None:
            place.pages.remove(sink)
            place.left_at = self._clock.now()

        return close

    def tidy(self) -> None:
        """Shows the seats anew when the ring has changed: somebody came, left, or has been away for long."""
        shown = tuple(place.seat.id for place in self._places.values() if self._in_ring(place))
        if shown != self._shown:
            self._shown = shown
            self.tell({"seats": self._seats_json()})

    def _in_ring(self, place: _Place) -> bool:
        holds_floor = self._floor is not None and place.seat.id in {self._floor["seat"], self._floor["curious"]}
        here = place.seat.company or bool(place.pages) or holds_floor
        return here or self._clock.now() - place.left_at < AWAY_AFTER

    def _make_space(self) -> None:
        if len(self._places) < MOST_SEATS:
            return
        gone = next((seat_id for seat_id, place in self._places.items() if not self._in_ring(place)), None)
        if gone is None:
            raise NotPossibleNow(ROOM_FULL)
        del self._places[gone]

    # --- what is said ---------------------------------------------------------------------------------------

    def say(self, seat_id: str, words: str, event: str, answers: str | None = None) -> str | None:
        """Shows what a seat says to everyone and returns the message's id; None when this event was heard before.

        `answers` is the id of the message that it answers; one that is not here any more is left out.
        """
        if self._heard.get(event) is not None:
            return None
        seat = self._places[seat_id].seat
        said = self._item("said") | {"seat": seat_id, "name": seat.name, "words": words, "event": event}
        answered = self._items.get(answers) if answers else None
        if answered is not None:
            said["answers"] = {"id": answers, "name": answered.get("name")}
        self._heard[event] = said["id"]
        self._items[said["id"]] = said
        self.tell({"item": said})
        self._observe(self._entry("all", seat_id, "said", words, ref=said["id"]))
        return str(said["id"])

    def pressed(self, seat_id: str, what: str) -> None:
        """Notes for the observers that a seat pressed a button (its token) or called a command (as typed)."""
        self._observe(self._entry(seat_id, seat_id, "press", self._labels.get(what) or what))

    # --- what the bot posts ---------------------------------------------------------------------------------

    def post(self, post: Post, image: Image | None = None) -> str:
        """Shows a post to everyone, with its picture as an image if that was drawn; the same post again changes nothing
        and returns the same reference.
        """
        ref = self._refs.get(post.id)
        if ref is None:
            item = self._item(post.kind.value)
            ref = self._refs[post.id] = str(item["id"])
            if image is not None:
                self._images[ref] = image
                item["image"] = {"src": f"pictures/{ref}.png", "width": image.width, "height": image.height}
            self._show(item, post, edited=False)
        return ref

    def image(self, ref: str) -> Image | None:
        """The picture of a post, for as long as the room has it."""
        return self._images.get(ref)

    def edit(self, ref: str, post: Post) -> bool:
        """Shows `post` in the place of an earlier one; False when that one is not here (any more)."""
        earlier = self._panels.get(ref) or self._items.get(ref)
        if earlier is None or earlier["kind"] == "said":
            return False
        kept = ("id", "n", "at", "kind", "file", "image")  # what goes along with the first form stays
        self._show({name: earlier[name] for name in kept if name in earlier}, post, edited=True)
        return True

    def _show(self, bare: Json, post: Post, *, edited: bool) -> None:
        reader = Reader(post.language, post.zone)
        item = bare | document_json(post.document, self._voice, reader)
        about, turn = post.about, self._turn(post)
        item |= {"session": about.session, "phase": about.phase, "turn": None, "prompt": None}
        if turn is not None:
            item["turn"] = {"seat": turn.seat, "state": turn.state, "curious": turn.curious}
        if about.prompt is not None:
            item["prompt"] = {"task": about.prompt.task, "depth": about.prompt.depth}
        if self._zone != post.zone:
            self._zone = post.zone
            self.tell({"zone": post.zone})
        if post.slot.endswith("/panel"):
            self._panels[item["id"]] = self._panel = item
            self.tell({"panel": item})
        else:
            self._items[item["id"]] = item
            self.tell({"edit" if edited else "item": item})
        self._follow(post, item, edited=edited)
        self._note_post(post, item, turn, edited=edited)

    def _follow(self, post: Post, item: Json, *, edited: bool) -> None:
        """Keeps the phase and whose turn it is: the panel says both; the newest cue says whose turn begins."""
        is_panel = post.kind is PostKind.PANEL
        if post.kind is PostKind.CUE and not edited:
            self._newest_cue = item["id"]
        if post.about.session is None or not (is_panel or item["id"] == self._newest_cue):
            return
        self._phase = post.about.phase or self._phase
        turn = item["turn"]
        floor = turn if turn and turn["state"] in _FLOOR else None
        if (is_panel or floor) and floor != self._floor:
            self._floor = floor
            self.tell({"floor": floor})

    def _turn(self, post: Post) -> SeatTurn | None:
        turn = post.about.turn
        seat = self.seat_of(turn.person) if turn else None
        return SeatTurn(seat, turn.state, self.seat_of(turn.curious)) if turn and seat else None

    def _note_post(self, post: Post, item: Json, turn: SeatTurn | None, *, edited: bool) -> None:
        text = plain(post.document, self._voice, Reader(post.language, post.zone))
        entry = self._entry("all", "bot", post.kind.value, text, ref=item["id"], actions=self._keep_labels(item))
        self._observe(replace(entry, turn=turn, prompt=post.about.prompt, edited=edited, document=post.document))

    # --- what only one seat sees ----------------------------------------------------------------------------

    def whisper(self, seat_id: str, reply: Reply, reader: Reader) -> None:
        """Shows a private reply to a seat, in place of one about the same; one to a seat that left is dropped."""
        place = self._places.get(seat_id)
        if place is None or (reply.document is None and reply.question is None):
            return
        document = reply.document or Document(())
        item = self._item("private") | document_json(document, self._voice, reader)
        item["question"] = question_json(reply.question, self._voice, reader) if reply.question else None
        if reply.about:
            self.put_away(seat_id, item=place.answers.get(reply.about))
            place.answers[reply.about] = item["id"]
        place.private.append(item)
        for page in tuple(place.pages):
            page({"private": item})
        lines = [plain(document, self._voice, reader)] if reply.document else []
        lines += [item["question"]["prompt"]] if reply.question else []
        entry = self._entry(
            seat_id, "bot", "private", "\n".join(lines), ref=item["id"], actions=self._keep_labels(item)
        )
        self._observe(replace(entry, document=reply.document, question=reply.question))

    def confide(self, post: Post, person: str) -> str | None:
        """Shows a post to one person, once however often it comes; returns its reference, None without their seat."""
        seat_id = self.seat_of(person)
        if seat_id is None or seat_id not in self._places:
            return None
        ref = self._refs.get(post.id)
        if ref is None:
            self.whisper(seat_id, Reply(post.document), Reader(post.language, post.zone))
            ref = self._refs[post.id] = f"{self.run}.{self._count}"
        return ref

    def put_away(self, seat_id: str, *, item: str | None = None, question: str | None = None) -> None:
        """Removes one private reply from a seat's view, by its id or by the token of its question."""
        place = self._places.get(seat_id)
        for kept in tuple(place.private) if place else ():
            asks = kept["question"]["token"] if kept["question"] else None
            if place and (kept["id"] == item or (question is not None and asks == question)):
                place.private.remove(kept)
                for page in tuple(place.pages):
                    page({"away": kept["id"]})

    # --- seeing all of it -----------------------------------------------------------------------------------

    def observe(self, observer: Observer) -> None:
        """Tells `observer` everything that happens from now on, private replies too: for transcripts and company."""
        self._observers.append(observer)

    def view(self, seat_id: str) -> Json:
        """Everything that this seat may see now."""
        return {
            "run": self.run,
            "room": ROOM,
            "zone": self._zone,
            "seats": self._seats_json(),
            "panel": self._panel,
            "floor": self._floor,
            "items": self._items.values(),
            "private": list(self._places[seat_id].private),
        }

    def tell(self, news: Json) -> None:
        """Sends `news` to every open page."""
        for place in tuple(self._places.values()):
            for page in tuple(place.pages):
                page(news)

    def _seats_json(self) -> list[Json]:
        seats = [place.seat for place in self._places.values() if place.seat.id in self._shown]
        return [{"id": seat.id, "name": seat.name, "company": seat.company} for seat in seats]

    def _item(self, kind: str) -> Json:
        self._count += 1
        return {"id": f"{self.run}.{self._count}", "n": self._count, "kind": kind, "at": self._clock.now().isoformat()}

    def _keep_labels(self, item: Json) -> tuple[str, ...]:
        for action in item["actions"]:
            self._labels[action["token"]] = action["label"]
        return tuple(str(action["label"]) for action in item["actions"])

    def _entry(
        self, to: str, author: str, kind: EntryKind, text: str, *, ref: str = "", actions: tuple[str, ...] = ()
    ) -> RoomEntry:
        return RoomEntry(self._clock.now(), to, author, kind, self._phase, text, actions, ref=ref)

    def _observe(self, entry: RoomEntry) -> None:
        for observer in self._observers:
            observer(entry)
