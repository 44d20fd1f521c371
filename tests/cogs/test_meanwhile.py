"""A prompt between two sessions: off until wanted, asked once, answered in the circle's own way, or not."""

from tests.cogs.house import House

ASKED = "Something between our sessions"


def asked(house: House) -> list[str]:
    return [entry.text for entry in house.entries if entry.text.startswith(ASKED) and not entry.edited]


def test_without_a_wish_nothing_comes(house: House) -> None:
    house.circle_of("Ana", "Ben")
    house.time_passes(days=30)
    assert asked(house) == []


def test_it_comes_at_the_time_that_the_circle_picked_and_silence_brings_nothing(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    ana.calls("prompt meanwhile", days="7", at="21:00")
    assert "the first" in house.entries[-1].text
    house.time_passes(hours=3)
    assert len(asked(house)) == 1
    before = len(house.entries)
    house.time_passes(days=6)
    assert len(house.entries) == before, "silence is fine and gets no reaction"
    house.time_passes(days=1)
    assert len(asked(house)) == 2
    assert len(set(asked(house))) == 2
    assert ben.presses("I'd like to bring something") is not None
    circle = house.circle.id
    tasks = [one.task.value for one in house.reads(lambda uow: uow.draws.of(circle))]
    assert tasks == ["connection", "mutuality"]


def test_while_a_session_is_open_none_comes_and_switched_off_none_comes_any_more(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    ana.calls("prompt meanwhile", days="1", at="19:30")
    ana.calls("session start")
    for guest in (ana, ben):
        guest.calls("turn here")
    house.time_passes(minutes=31)
    assert asked(house) == []
    house.time_passes(days=1)
    assert len(asked(house)) == 1
    ana.calls("prompt meanwhile-off")
    house.time_passes(days=5)
    assert len(asked(house)) == 1
