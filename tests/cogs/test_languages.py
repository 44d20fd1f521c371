"""The room speaks the circle's language, private lines the person's; the decks go with the circle."""

from bot.adapters.decks import load_decks
from tests.cogs.house import House


def test_the_room_s_language_is_chosen_by_name_and_told_to_the_room(house: House) -> None:
    ana, _ = house.circle_of("Ana", "Ben")
    assert ana.calls("circle language", language="de") == ""
    assert house.circle.language == "de"
    told = house.entries[-1]
    assert (told.kind, told.author) == ("post", "bot")
    assert "Deutsch" in told.text
    assert "Deutsch" in ana.calls("circle language", language="de"), "said once more, nothing happens"
    assert house.entries[-1].kind == "private"


def test_a_language_that_there_is_not_is_refused_with_those_that_there_are(house: House) -> None:
    (ana,) = house.circle_of("Ana")
    with house.nothing_changes():
        told = ana.calls("circle language", language="tlh")
    assert "Deutsch" in told or "de" in told


def test_one_s_own_language_is_one_s_own(house: House) -> None:
    _, ben = house.circle_of("Ana", "Ben")
    assert "Français" in ben.calls("my language", language="fr")
    person = house.reads(lambda uow: uow.people.get(ben.person))
    assert person is not None
    assert person.language == "fr"
    assert house.circle.language == "en"
    assert ben.privately.entry.to == ben.seat.id


def test_the_prompts_are_in_the_circle_s_language(house: House) -> None:
    ana, *_ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("circle language", language="es")
    ana.calls("session start")
    for guest in house.everyone:
        guest.calls("turn here")
    house.goes_to("round-1")
    assigned = house.live.assigned("round-1")
    assert assigned is not None
    spanish = load_decks().prompt(assigned.prompt, "es")
    assert any(spanish.text in line for line in house.cues)
