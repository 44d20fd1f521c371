import subprocess
import sys
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app.zones import UnknownZone, find_zone, known_zones
from bot.domain.errors import BadValue


def test_the_known_zones_are_those_of_the_pinned_package() -> None:
    listed = set((files("tzdata") / "zones").read_text().split())
    assert set(known_zones()) == listed - {"Factory"}
    assert list(known_zones()) == sorted(known_zones())


def test_every_known_zone_can_be_used_and_is_found_by_its_name_in_any_case() -> None:
    for zone in known_zones():
        assert ZoneInfo(zone).key == zone
        assert find_zone(zone) == zone
        assert find_zone(zone.upper()) == zone
        assert find_zone(f"  {zone.lower()} ") == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("New York", "America/New_York"),
        ("new_york", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("Wien", "Europe/Vienna"),
        ("nueva york", "America/New_York"),
        ("Le Caire", "Africa/Cairo"),
        ("Zürich", "Europe/Zurich"),
        ("Port au Prince", "America/Port-au-Prince"),
        ("Kolkata", "Asia/Kolkata"),
        ("indiana/knox", "America/Indiana/Knox"),
        ("Knox", "America/Indiana/Knox"),
        ("Oslo", "Europe/Oslo"),
        ("utc", "UTC"),
        ("etc/gmt+2", "Etc/GMT+2"),
    ],
)
def test_a_zone_goes_by_its_city_or_however_people_write_it(text: str, zone: str) -> None:
    assert find_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Istanbul", "Europe/Istanbul"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Louisville", "America/Kentucky/Louisville"),
        ("nicosia", "Asia/Nicosia"),
    ],
)
def test_two_names_of_one_zone_are_not_a_question(text: str, zone: str) -> None:
    assert find_zone(text) == zone


@pytest.mark.parametrize(
    ("text", "zones"),
    [("Eastern", ("Canada/Eastern", "US/Eastern")), ("west", ("Australia/West", "Brazil/West"))],
)
def test_a_name_of_several_zones_names_the_candidates(text: str, zones: tuple[str, ...]) -> None:
    with pytest.raises(UnknownZone) as unknown:
        find_zone(text)
    assert unknown.value.near == zones
    assert "could be" in unknown.value.text.id


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Berlinn", "Europe/Berlin"), ("Europe/Berln", "Europe/Berlin"), ("New Yrok", "America/New_York")],
)
def test_a_slip_of_the_keys_gets_what_is_close_to_it(text: str, zone: str) -> None:
    with pytest.raises(UnknownZone) as unknown:
        find_zone(text)
    assert zone in unknown.value.near
    assert "Close to it" in unknown.value.text.id


@pytest.mark.parametrize("text", ["", "   ", "???", "GMT+2", "Factory", "../../etc/passwd", "posixrules", "x" * 5000])
def test_what_is_no_zone_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UnknownZone) as unknown:
        find_zone(text)
    assert isinstance(unknown.value, BadValue)
    assert unknown.value.near == ()
    assert "Berlin" in unknown.value.text.id


@given(st.text(max_size=80))
def test_whatever_is_typed_is_a_known_zone_or_refused(text: str) -> None:
    try:
        zones: tuple[str, ...] = (find_zone(text),)
    except UnknownZone as unknown:
        zones = unknown.near
    assert set(zones) <= set(known_zones())


LOOKING = """
import zoneinfo
from bot.app.zones import use_pinned_tzdata
before = zoneinfo.ZoneInfo("Europe/Berlin")
use_pinned_tzdata()
after = zoneinfo.ZoneInfo("Europe/Berlin")
print(zoneinfo.TZPATH, after is before, after.key)
"""


def test_the_pinned_package_is_used_and_not_the_system() -> None:
    # In a process of its own: it changes where all of zoneinfo looks.
    told = subprocess.run([sys.executable, "-c", LOOKING], check=True, capture_output=True, text=True)
    assert told.stdout.split() == ["()", "False", "Europe/Berlin"]
