"""A circle's own prompts: suggested, seen by the lint, taken in by another, drawn, changed, let go; never elsewhere."""

from bot.adapters.decks import load_decks
from bot.domain.prompts import Draw, DrawKind
from bot.ports.storage import UnitOfWork
from tests.cogs.house import House

QUESTION = "What does this town sound like at five in the morning?"


def own(house: House) -> list[tuple[str, bool]]:
    circle = house.circle.id
    return [(one.text, one.accepted) for one in house.reads(lambda uow: uow.own_prompts.of(circle))]


def test_what_one_suggests_another_takes_in(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    assert ana.calls("prompt suggest", words=QUESTION) == ""
    assert QUESTION in house.entries[-1].text
    assert own(house) == [(QUESTION, False)]
    assert "your own suggestion" in ana.presses("Take it in")
    assert ben.presses("Take it in") == ""
    assert own(house) == [(QUESTION, True)]


def test_what_is_left_is_not_kept(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    ana.calls("prompt suggest", words=QUESTION)
    assert ben.presses("Leave it") == ""
    assert own(house) == []


def test_the_lint_offers_other_words_and_blocks_nothing(house: House) -> None:
    (ana,) = house.circle_of("Ana")
    told = ana.calls("prompt suggest", words="What are we trying to avoid?")
    assert "Perhaps:" in told
    assert own(house) == [("What are we trying to avoid?", False)]


def test_an_own_prompt_is_drawn_like_any_other_and_shown_in_its_words(house: House) -> None:
    ana, ben, _ = house.circle_of("Ana", "Ben", "Cleo")
    ana.calls("prompt suggest", words=QUESTION)
    ben.presses("Take it in")
    circle = house.circle
    (mine,) = house.reads(lambda uow: uow.own_prompts.of(circle.id))
    others = [one for one in load_decks().prompts("en") if one.task is mine.task]

    def let_the_others_go(uow: UnitOfWork) -> None:
        for one in others:
            uow.draws.add(circle.id, Draw(one.id, one.task, house.now, DrawKind.VETOED))
        uow.commit()

    house.reads(let_the_others_go)
    ana.calls("session start")
    for guest in house.everyone:
        guest.calls("turn here")
    house.goes_to("round-1")
    assert any(QUESTION in cue for cue in house.cues)
    assert QUESTION in ben.calls("prompt now")
    assert "might ask" not in ben.privately.text, "it has no question for a curious voice, and none is made up"


def test_several_come_in_together_or_not_at_all(house: House) -> None:
    ana, ben = house.circle_of("Ana", "Ben")
    with house.nothing_changes():
        told = ana.calls("prompt import", words=f"{QUESTION}\n{'x' * 300}\n{QUESTION}")
    assert "Line 2" in told
    assert "Line 3" in told
    assert ana.calls("prompt import", words=f"{QUESTION}\nWho lit the fire?") == ""
    ben.presses("Take it in")
    assert [accepted for _, accepted in own(house)] == [True, True]


def test_five_thousand_characters_are_refused_and_mentions_and_markup_are_shown_as_they_are(house: House) -> None:
    (ana,) = house.circle_of("Ana")
    with house.nothing_changes():
        ana.calls("prompt suggest", words="x" * 5000)
    odd = "<b>Who</b> is @everyone, and **where** is https://example.org?"
    ana.calls("prompt suggest", words=odd)
    assert odd in house.entries[-1].text


def test_new_words_letting_go_and_taking_along(house: House) -> None:
    (ana,) = house.circle_of("Ana")
    assert "no prompts of our own" in ana.calls("prompt own")
    ana.calls("prompt suggest", words=QUESTION)
    ana.presses("Take it in")
    assert QUESTION in ana.calls("prompt own")
    ana.calls("prompt edit", number="1", words="Who lit the fire?")
    assert own(house) == [("Who lit the fire?", True)]
    assert "export" not in ana.calls("prompt export")
    ana.calls("prompt retire", number="1")
    assert own(house) == []
    with house.nothing_changes():
        assert "0 lines" in ana.calls("prompt retire", number="1")
        assert "no prompts of our own" in ana.calls("prompt export")


def test_my_data_lists_them_leaving_takes_the_name_off_and_forgetting_takes_them_away(house: House) -> None:
    ana, ben, cleo = house.circle_of("Ana", "Ben", "Cleo")
    for guest, words in ((ana, "Who lit the fire?"), (ben, QUESTION)):
        guest.calls("prompt suggest", words=words)
        cleo.presses("Take it in")
    ben.calls("prompt suggest", words="Which road do you like to take?")
    assert QUESTION in ben.calls("my data")
    ben.calls("circle leave")
    assert sorted(own(house)) == sorted([("Who lit the fire?", True), (QUESTION, True)])
    assert QUESTION not in ben.calls("my data")
    ana.calls("my forget", where="here")
    assert own(house) == [(QUESTION, True)]
