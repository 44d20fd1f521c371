"""Most of what people say changes nothing that a panel shows; where the host is told so, it does not look at the panel.

Whole evenings, in which anybody may do anything, on every flow.
"""

from random import Random

from bot.adapters.decks import load_decks
from bot.domain import events
from bot.domain.circles import Circle, Member
from bot.domain.flow import FLOWS
from bot.domain.seen import only_stirred
from cogs.sessions.narration import Narration
from tests.domain.table import PEOPLE, START, Table, wander

EVENINGS = 12


class Looked(Table):
    """A table whose panel is looked at with every event."""

    stirred: int = 0
    changed: int = 0

    def _happens(self, event: events.Event) -> None:
        before = self.session
        super()._happens(event)
        if before == self.session:
            return
        if not only_stirred(before, self.session):
            self.changed += 1
            return
        self.stirred += 1
        circle = Circle("circle-1", "here", "room", "Hearth", "en", "UTC", START, members=MEMBERS)
        decks, narration = load_decks(), Narration()
        assert narration.panel(circle, before, decks) == narration.panel(circle, self.session, decks)


MEMBERS = tuple(Member(person, person.title(), START) for person in PEOPLE)


def test_where_people_only_stirred_the_panel_says_the_same() -> None:
    stirred = changed = 0
    for flow in FLOWS:
        for seed in range(EVENINGS):
            table = Looked(flow, members=6)
            table.arrives(*PEOPLE[:6])
            wander(table, Random(f"{flow}/{seed}"), 80)
            stirred, changed = stirred + table.stirred, changed + table.changed
    assert stirred > 50
    assert changed > 50


def test_a_share_a_question_a_pause_and_a_name_are_no_mere_stirring() -> None:
    table = Table(members=3)
    table.arrives(*PEOPLE[:3])
    before = table.session
    table.goes_to("round-1")
    assert not only_stirred(before, table.session)
    asked = table.floor
    curious = str(table.curious)
    for doing, person in (
        (table.presses_start, asked),
        (table.says, curious),
        (table.presses_done, asked),
        (table.says, curious),
        (table.asks_for_a_pause, asked),
    ):
        before = table.session
        doing(person)
        assert not only_stirred(before, table.session)
    table.is_ready(asked)
    before = table.session
    table.arrives(PEOPLE[3])
    assert not only_stirred(before, table.session)
