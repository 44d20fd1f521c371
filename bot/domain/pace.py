"""How long is waited for what: by the minute in text, by presses beside a voice call, by days where nobody hurries.

SESSION.md has the waits of a live session in text; docs/flows.md says why the others are as they are.
"""

from dataclasses import dataclass, replace
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """The waits of one kind of flow.

    `offer`: how long the floor is offered to one person. `question`: how long a question is waited for. `silence`:
    after how long without a word or a press anyone may go on. `heard`: what is said reaches the room; in a call it does
    not, so that silence there means nothing. `few`, `alone`: how long few, or one, are waited with (`alone` None: until
    the end). `guard`, `limit`: when others may end a pause, and when it ends the session. `ask_end`, `close_after`: how
    long past the end it is asked, and closed. `late`: how late a session may be found due and still open; None: by its
    length. `more`: what can be added to a part. `grace`: how long a part's end waits for what is open.
    """

    offer: timedelta = timedelta(minutes=3)
    question: timedelta = timedelta(minutes=3)
    silence: timedelta = timedelta(minutes=10)
    heard: bool = True
    few: timedelta = timedelta(minutes=5)
    alone: timedelta | None = timedelta(minutes=10)
    guard: timedelta = timedelta(minutes=10)
    limit: timedelta = timedelta(minutes=60)
    ask_end: timedelta | None = timedelta(minutes=15)
    close_after: timedelta = timedelta(minutes=30)
    late: timedelta | None = None
    more: timedelta | None = None
    grace: timedelta = timedelta()

    @property
    def days(self) -> bool:
        """Whether it goes by days: everyone in their own time, nobody at the same moment."""
        return self.more is not None


TEXT = Pace()
VOICE = replace(TEXT, offer=timedelta(seconds=30), heard=False)
COMPANY = replace(TEXT, alone=None)
"""Being together without turns: who is the only one there may stay."""
DAYS = Pace(
    few=timedelta(hours=12),
    alone=timedelta(hours=24),
    guard=timedelta(hours=12),
    limit=timedelta(days=7),
    ask_end=None,
    close_after=timedelta(hours=12),
    late=timedelta(hours=24),
    more=timedelta(hours=12),
    grace=timedelta(hours=12),
)
