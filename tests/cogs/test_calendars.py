"""Dates in people's own calendars: a file with every card, addresses that end, and what outsiders learn of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.app.calendars import hashed
from bot.ports.messages import Attachment
from tests.cogs.house import Guest, House

BASE = "https://circles.example.org"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """A house whose web server is on."""
    house = House(tmp_path, web=BASE)
    yield house
    house.close()


def file_of(house: House) -> Attachment | None:
    """What goes along with the newest card."""
    card = next(entry for entry in reversed(house.entries) if entry.kind == "post" and not entry.edited)
    assert card.document is not None
    return card.document.attachment


def events(file: Attachment | None) -> list[str]:
    assert file is not None
    assert (file.name, file.media_type) == ("circle.ics", "text/calendar")
    return [str(event["STATUS"]) for event in Calendar.from_ical(file.text).events]


def weekly(house: House) -> tuple[Guest, ...]:
    guests = house.circle_of("Ana", "Ben")
    guests[0].calls("session schedule", when="Thursday 19:00")
    guests[0].presses("Right, keep these")
    return guests


def address_in(told: str) -> str:
    return next(line for line in told.splitlines() if line.startswith(BASE))


def known(house: House, address: str) -> bool:
    token = address.rpartition("/")[2].removesuffix(".ics")
    return house.reads(lambda uow: uow.feeds.at(hashed(token))) is not None


def test_every_card_of_dates_brings_a_calendar_file(house: House) -> None:
    ana, _ = weekly(house)
    assert events(file_of(house)) == ["CONFIRMED"]
    ana.calls("date move", when="2026-12-05 11:00")
    assert events(file_of(house)) == ["CONFIRMED", "CONFIRMED"]
    ana.calls("date add", when="2026-12-19 11:00")
    assert events(file_of(house)) == ["CONFIRMED"] * 3
    ana.calls("date cancel", date="2026-12-19")
    assert sorted(events(file_of(house))) == ["CANCELLED", "CONFIRMED", "CONFIRMED"]


def test_without_a_web_server_the_file_is_what_there_is(house: House) -> None:
    ana, _ = weekly(house)
    assert "Here is a file" in ana.calls("my calendar")
    assert "Here is a file" in ana.calls("circle calendar")
    assert "No addresses are served here" in ana.calls("circle feed", how="new")


def test_where_no_file_can_be_shown_none_is_promised(tmp_path: Path) -> None:
    house = House(tmp_path, fileless=True)
    ana, _ = weekly(house)
    for command in ("my calendar", "circle calendar"):
        assert "I can't show a calendar file here" in ana.calls(command)
        answer = ana.privately.entry.document
        assert answer is not None
        assert answer.attachment is None
    refused = ana.calls("circle feed", how="new")
    assert "No addresses are served here." in refused
    assert "file" not in refused
    house.close()


def test_ones_own_address_is_the_same_until_it_is_renewed(served: House) -> None:
    ana, ben = weekly(served)
    first = address_in(ana.calls("my calendar"))
    assert address_in(ana.calls("my calendar")) == first
    assert address_in(ben.calls("my calendar")) != first
    new = address_in(ana.presses("A new address"))
    assert (known(served, first), known(served, new)) == (False, True)
    ana.presses("End it")
    assert not known(served, new)
    assert "nothing changes" in ana.calls("my calendar", how="off")


def test_members_share_the_circles_address_and_the_room_never_sees_one(served: House) -> None:
    ana, ben = weekly(served)
    first = address_in(ana.calls("circle calendar"))
    assert address_in(ben.calls("circle calendar")) == first
    ana.calls("circle feed", how="new")
    assert not known(served, first)
    assert "a new address" in served.told
    ana.calls("circle feed", how="off")
    assert "has ended" in served.told
    assert BASE not in served.everything_shown_to_all


def test_calendars_say_circle_until_the_circle_wants_more(served: House) -> None:
    ana, _ = weekly(served)
    file = file_of(served)
    assert file is not None
    assert "SUMMARY:Circle\r\n" in file.text
    ana.calls("circle feed", title="name")
    assert "“Circle: Thursday hearth”" in served.told
    ana.calls("date skip")
    named = file_of(served)
    assert named is not None
    assert "SUMMARY:Circle: Thursday hearth\r\n" in named.text


def test_only_a_mark_of_the_address_is_kept_and_my_data_says_so(served: House) -> None:
    ana, _ = weekly(served)
    assert "calendar address" not in ana.calls("my data")
    token = address_in(ana.calls("my calendar")).rpartition("/")[2].removesuffix(".ics")
    assert "calendar address" in ana.calls("my data")
    assert token not in repr(served.tables()["feeds"])


def test_who_is_forgotten_has_no_calendar(served: House) -> None:
    _, ben = weekly(served)
    address = address_in(ben.calls("my calendar"))
    ben.calls("my forget", where="everywhere")
    assert not known(served, address)
