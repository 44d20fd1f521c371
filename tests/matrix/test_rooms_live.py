"""Rooms on a real Synapse: invited, introduced, a circle set up, buttons as reactions and words, coming and going."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from nio import RoomPutStateResponse

from bot.adapters.matrix import strings
from bot.domain.circles import CircleState
from bot.ports.storage import Person, UnitOfWork
from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest
from tests.matrix.people import PATIENCE
from tests.matrix.stage import a_circle


@pytest.mark.parametrize("encrypted", [False, True], ids=["in clear", "encrypted"])
@pytest.mark.parametrize("version", ["10", "12"])
async def test_a_circle_is_set_up_in_a_room_that_we_are_invited_to(
    house: MatrixHouse, guest: NewGuest, encrypted: bool, version: str
) -> None:
    ana = await guest("ana")
    room = await ana.makes_room(house.me, encrypted=encrypted, history="shared", version=version)
    hello = await ana.sees(house.me, "Hello, I'm Bothways", room)
    assert "Newcomers can read old messages here" in hello.body
    assert ("not encrypted" in hello.body) is not encrypted
    assert hello.encrypted is encrypted
    await ana.says(room, "!begin")
    await ana.sees(house.me, "Set up a circle here?", room)
    await ana.says(room, "!yes")
    question = await ana.sees(house.me, "What is the circle called?", room)
    await ana.says(room, "this is no answer, only talk")
    await ana.answers(room, question.event_id, "Thursday hearth")
    question = await ana.sees(house.me, "When, and in which city's time?", room)
    await ana.answers(room, question.event_id, "every other Thursday 19:00 Berlin")
    await ana.sees(house.me, "!right", room)
    await ana.says(room, "!right")
    await ana.sees(house.me, "Thursday hearth is here, and you are in it", room)
    await ana.says(room, "!invite")
    card = await ana.sees(house.me, "A circle is forming: Thursday hearth", room)
    await ana.sees(house.me, lambda one: one.event_id == card.event_id and "🌱" in one.reactions.values())
    circle = await house.reads(lambda uow: uow.circles.in_room(room))
    assert circle is not None
    assert circle.facilitator == ana.user_id
    assert ana.unreadable == []


async def test_check_sees_what_was_changed(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    room = await ana.makes_room(house.me, history="shared")
    await ana.sees(house.me, "Newcomers can read old messages here", room)
    changed = await ana.client.room_put_state(room, "m.room.history_visibility", {"history_visibility": "joined"})
    assert isinstance(changed, RoomPutStateResponse), changed
    await ana.says(room, "!check")
    await ana.sees(house.me, "All is well: who joins later cannot read", room)


async def test_the_side_room_gets_what_is_private_and_the_room_does_not(house: MatrixHouse, guest: NewGuest) -> None:
    ana, dev = await guest("ana"), await guest("dev")
    hearth = await a_circle(house, [ana, dev])
    await dev.says(hearth.room, "!my data")
    await dev.sees(house.me, "may I invite you to a side room", hearth.room)
    assert not any("What is kept about you" in one.body for one in dev.of(house.me))
    await dev.says(hearth.room, "!side")
    welcome = await dev.sees(house.me, "This is your side room")
    assert welcome.room != hearth.room
    assert welcome.encrypted
    await dev.says(welcome.room, "!my data")
    await dev.sees(house.me, "What is kept about you", welcome.room)
    await dev.says(hearth.room, "!pass")  # no session is open: an error, and private
    await dev.sees(house.me, "No session is open right now", welcome.room)
    assert not any("What is kept about you" in one.body for one in ana.of(house.me))
    assert not any("No session is open" in one.body for one in ana.of(house.me))
    direct = await house.account.outgoing.homeserver.call(
        "GET", f"/_matrix/client/v3/user/{house.me}/account_data/m.direct"
    )
    assert direct == {dev.user_id: [welcome.room]}


async def test_a_reminder_for_one_person_goes_to_their_side_room_and_without_one_nowhere(
    house: MatrixHouse, guest: NewGuest
) -> None:
    ana, dev = await guest("ana"), await guest("dev")
    hearth = await a_circle(house, [ana, dev])
    await dev.says(hearth.room, "!side")
    side = (await dev.sees(house.me, "This is your side room")).room
    await ana.says(hearth.room, '!session schedule "Thursday 19:05"')
    await ana.sees(house.me, "We would meet on these dates next", hearth.room)
    await ana.says(hearth.room, "!right")
    await ana.sees(house.me, "Thursday hearth meets next", hearth.room)
    await dev.says(side, "!my reminders ten")
    await dev.sees(house.me, "You are reminded ten minutes before", side)
    await ana.says(hearth.room, "!my reminders ten")
    await ana.sees(house.me, "may I invite you to a side room", hearth.room)

    await house.time_passes(minutes=56)

    reminder = await dev.sees(house.me, "A reminder, as you wished: Thursday hearth meets Thursday 3 December", side)
    assert reminder.encrypted
    await dev.says(side, "!coming")
    await dev.sees(house.me, "You are expected Thursday 3 December", side)
    await house.settled()
    assert not any("A reminder" in one.body for one in ana.of(house.me))
    assert not any("A reminder" in one.body for one in dev.of(house.me) if one.room == hearth.room)


async def test_an_error_without_a_side_room_gets_a_neutral_line(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    hearth = await a_circle(house, [ana])
    await ana.says(hearth.room, "!pass")
    line = await ana.sees(house.me, "that changed nothing", hearth.room)
    assert "session" not in line.body
    await ana.says(hearth.room, "!no")


async def test_only_whole_messages_with_the_prefix_are_commands(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    hearth = await a_circle(house, [ana])
    before = len(ana.of(house.me))
    for words in ("pass", "done!", "!!! wow", "I would say !pass here", "! "):
        await ana.says(hearth.room, words)
    await ana.says(hearth.room, "!who")
    await ana.sees(house.me, "Everyone who is in this room can read", hearth.room)
    assert len(ana.of(house.me)) == before + 1
    mention = {"m.mentions": {"user_ids": [house.me]}}
    await ana.says(hearth.room, f"{house.me}: agreement show", **mention)
    await ana.sees(house.me, "We have no agreement in words yet", hearth.room)


async def test_the_same_reaction_twice_is_one_press_and_one_taken_back_is_none(
    house: MatrixHouse, guest: NewGuest
) -> None:
    ana, dev = await guest("ana"), await guest("dev")
    hearth = await a_circle(house, [ana])
    await ana.client.room_invite(hearth.room, dev.user_id)
    await dev.knows(hearth.room)
    card = await ana.sees(house.me, lambda one: "A circle is forming" in one.body and "🌱" in one.reactions.values())
    await house.stop()
    taken_back = await dev.reacts(hearth.room, card.event_id, "🌱")
    await dev.client.room_redact(hearth.room, taken_back)
    await house.start()
    await ana.says(hearth.room, "!who")
    await ana.sees(house.me, "Everyone who is in this room can read", hearth.room)
    assert len((await hearth.circle()).members) == 1
    first = await dev.reacts(hearth.room, card.event_id, "🌱")
    await dev.reacts(hearth.room, card.event_id, "🌱\ufe0f")
    await ana.sees(house.me, "Dev is in. Welcome!", hearth.room)
    await dev.reacts(hearth.room, card.event_id, "❤️")
    await ana.says(hearth.room, "!why")
    await ana.sees(house.me, "that changed nothing", hearth.room)
    assert sum("Dev is in" in one.body for one in ana.of(house.me)) == 1
    assert first


async def test_put_out_of_the_room_the_circle_rests_and_invited_again_it_goes_on(
    house: MatrixHouse, guest: NewGuest
) -> None:
    ana = await guest("ana")
    hearth = await a_circle(house, [ana])
    await ana.client.room_kick(hearth.room, house.me, "try")
    await _state_of(hearth, CircleState.RESTING)
    await ana.client.room_invite(hearth.room, house.me)
    await ana.sees(house.me, "I'm here again, and Thursday hearth goes on", hearth.room)
    await _state_of(hearth, CircleState.OPEN)


async def test_an_upgraded_room_is_followed(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    room = await ana.makes_room(house.me, version="10")
    await ana.sees(house.me, "Hello, I'm Bothways", room)
    await ana.says(room, "!circle create Thursday hearth")
    await ana.sees(house.me, "A circle is forming", room)
    await ana.says(room, "!session start")
    await ana.sees(house.me, "The doors are open", room)
    upgraded = await ana.upgrades(room, "12")
    await ana.client.room_invite(upgraded, house.me)
    await ana.sees(house.me, "I'm here again, and Thursday hearth goes on", upgraded)
    await ana.sees(house.me, "Thursday hearth: ", upgraded)
    await ana.says(upgraded, "!here")
    async with asyncio.timeout(PATIENCE):
        while not await _present(house, upgraded):  # noqa: ASYNC110 - real parts
            await asyncio.sleep(0.05)


async def test_encryption_switched_on_later_goes_on_encrypted(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    hearth = await a_circle(house, [ana], encrypted=False)
    content = {"algorithm": "m.megolm.v1.aes-sha2"}
    await ana.client.room_put_state(hearth.room, "m.room.encryption", content)
    async with asyncio.timeout(PATIENCE):
        while not ana.client.rooms[hearth.room].encrypted or not house.account.rooms[hearth.room].encrypted:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await ana.says(hearth.room, "!who")
    answer = await ana.sees(house.me, "Everyone who is in this room can read", hearth.room)
    assert answer.encrypted
    assert sum("not encrypted" in one.body for one in ana.of(house.me)) == 1


async def test_names_with_markup_and_right_to_left_text_are_safe(house: MatrixHouse, guest: NewGuest) -> None:
    ana, eve = await guest("ana"), await guest("eve", "<b>\u202eEve</b>\n@room")
    noor = await guest("noor", "نور")
    await a_circle(house, [ana, eve, noor])
    shown = await ana.sees(house.me, "@room is in")
    assert "<b>" not in shown.html
    assert "&lt;b&gt;Eve&lt;/b&gt; @room" in shown.html
    assert "\u202e" not in shown.body
    await ana.sees(house.me, "\u2068نور\u2069 is in")
    mentioned = [(one.body, one.mentions) for one in ana.of(house.me) if one.mentions and "Eve<" in one.body]
    assert all(mentions == (eve.user_id,) and "may I invite" in body for body, mentions in mentioned), mentioned


async def test_strangers_do_not_bring_us_into_rooms(house: MatrixHouse, guest: NewGuest) -> None:
    stranger, ana = await guest("stranger"), await guest("ana")
    refused = await stranger.makes_room(house.me)
    room = await ana.makes_room(house.me)
    await ana.sees(house.me, "Hello", room)
    assert refused not in house.account.rooms


async def _state_of(hearth: object, state: CircleState) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await hearth.circle()).state is not state:  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def _present(house: MatrixHouse, room: str) -> bool:
    circle = await house.reads(lambda uow: uow.circles.in_room(room))
    session = await house.reads(lambda uow: uow.sessions.live(circle.id)) if circle else None
    return session is not None and len(session.present) == 1


async def test_what_we_say_of_side_rooms_is_in_the_language_of_the_person_or_the_circle(
    house: MatrixHouse, guest: NewGuest, tmp_path: Path
) -> None:
    await house.stop()
    _translate(tmp_path / "catalogues")
    house.catalogues = tmp_path / "catalogues"
    await house.start()
    ana, dev = await guest("ana"), await guest("dev")
    hearth = await a_circle(house, [ana, dev])
    circle = await hearth.circle()

    def set_languages(uow: UnitOfWork) -> None:
        uow.circles.put(replace(circle, language="de"))
        uow.people.put(Person(dev.user_id, "Dev", language="es"))
        uow.commit()

    await house.reads(set_languages)
    await ana.says(hearth.room, "!side")
    side = await ana.sees(house.me, "Das ist dein Nebenraum")
    await ana.says(side.room, "!side")
    await ana.sees(house.me, "Your side room is there already", side.room)  # what is not translated is in English
    await dev.says(hearth.room, "!my data")
    await dev.sees(house.me, "may I invite you to a side room", hearth.room)
    await dev.says(hearth.room, "!no")
    await dev.sees(house.me, "Está bien", hearth.room)


def _translate(folder: Path) -> None:
    """Catalogues of two languages that lack most of it."""
    sentences = {
        "de": (strings.side_opened("!").id, "Das ist dein Nebenraum. {prefix}help"),
        "es": (strings.NO_SIDE.id, "Está bien."),
    }
    for language, (english, translated) in sentences.items():
        file = folder / language / "LC_MESSAGES" / "bothways.po"
        file.parent.mkdir(parents=True)
        catalogue = Catalog(locale=language)
        catalogue.add(english, translated)
        with file.open("wb") as out:
            write_po(out, catalogue)


async def test_who_is_in_two_running_sessions_is_asked_which_circle_a_short_word_means(
    house: MatrixHouse, guest: NewGuest
) -> None:
    ana = await guest("ana")
    first, second = await a_circle(house, [ana]), await a_circle(house, [ana])
    await ana.says(first.room, "!side")
    side = (await ana.sees(house.me, "This is your side room")).room
    for hearth in (first, second):
        await ana.says(hearth.room, "!session start")
        await ana.sees(house.me, "The doors are open", hearth.room)
        await ana.says(hearth.room, "!here")
        await hearth.until(lambda session: session is not None and len(session.present) == 1)
    await ana.says(side, "!who")  # means no circle in particular
    await ana.says(side, "!bye")
    question = await ana.sees(house.me, "Which circle do you mean?", side)
    assert question.body.endswith("1. Thursday hearth\n2. Thursday hearth")
    await ana.says(side, "1")
    await first.until(lambda session: session is None or not session.present)
    assert len((await second.live()).present) == 1
    await ana.says(side, "!bye")  # one is left: no question
    await second.until(lambda session: session is None or not session.present)
