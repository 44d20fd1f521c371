"""The chat platform, which lives on when the bot dies: it keeps posts by their key, as Matrix keeps transaction ids."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.crash.wire import Json

SEEN = ("room", "kind", "slot", "about", "language", "zone", "mentions", "expires_at")


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the room. `shown` is what people see of it: without ids and tokens, which differ from run to run."""

    ref: str
    post: Json
    shown: Json

    @classmethod
    def of(cls, ref: str, post: Json) -> "Message":
        document = post["document"]
        actions = [{name: each[name] for name in each if name != "token"} for each in document["actions"]]
        shown = {"ref": ref, "document": {**document, "actions": actions}, **{name: post[name] for name in SEEN}}
        return cls(ref, post, shown)


@dataclass(slots=True)
class Chat:
    """The messages of all rooms in the order in which they came, and a log of all that was asked."""

    messages: list[Message] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)
    lives: int = 1
    _by_key: dict[str, tuple[str, Json]] = field(default_factory=dict)

    def send(self, post: Json) -> str:
        """Shows a post and returns its reference; the same key again shows nothing and returns the same."""
        known = self._known("send", post)
        if known is not None:
            return known
        message = Message.of(f"message {self.lives}.{len(self.messages) + 1}", post)
        self.messages.append(message)
        self._by_key[post["id"]] = message.ref, post
        return message.ref

    def edit(self, ref: str, post: Json) -> bool:
        """Shows a post in the place of a message; False when there is none of that reference."""
        place = next((place for place, each in enumerate(self.messages) if each.ref == ref), None)
        if place is None:
            return False
        if self._known("edit", post) is None:
            self.messages[place] = Message.of(ref, post)
            self._by_key[post["id"]] = ref, post
        return True

    def _known(self, what: str, post: Json) -> str | None:
        self.asked.append((what, post["id"]))
        ref, before = self._by_key.get(post["id"], (None, post))
        if before != post:
            self.contradictions.append(f"{post['id']} was asked for with two contents")
        return ref

    def forget(self) -> None:
        """Loses all messages and keys, as the room in the browser does when the process dies that holds it."""
        self.messages.clear()
        self._by_key.clear()
        self.asked.clear()
        self.lives += 1

    @property
    def repeated(self) -> int:
        """How often something was asked for that the platform had already."""
        return sum(times - 1 for times in Counter(self.asked).values())

    def shown(self) -> list[Json]:
        return [message.shown for message in self.messages]

    def newest_with(self, path: str, values: Mapping[str, str]) -> str:
        """The token of the newest button that does this, with these among its values. Raises LookupError."""
        for message in reversed(self.messages):
            for action in message.post["document"]["actions"]:
                if action["path"] == path and values.items() <= dict(action["values"]).items():
                    return str(action["token"])
        raise LookupError(f"no button does {path!r}")

    def buttons(self) -> list[tuple[str, str, list[list[str]]]]:
        """Each button that is shown: its token, and what it promises to do."""
        return [
            (action["token"], action["path"], action["values"])
            for message in self.messages
            for action in message.post["document"]["actions"]
        ]
