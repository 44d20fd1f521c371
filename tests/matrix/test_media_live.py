"""Files and pictures on a real homeserver: hidden where the room is, each once, no more than the homeserver takes."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from bot.adapters.matrix.homeserver import LIMITS, UPLOAD
from bot.domain.picture import CirclePicture, PictureSeat
from bot.domain.words import say
from bot.ports.messages import Attachment, Delivery, Document, Paragraph, Picture, Post, PostKind
from bot.ports.storage import UnitOfWork
from tests.matrix.between import Between
from tests.matrix.house import MatrixHouse
from tests.matrix.live import NewGuest
from tests.matrix.people import Guest, Seen
from tests.matrix.stage import a_circle

DRAWING = CirclePicture((PictureSeat("moon"), PictureSeat("star")), ((0, 1), (1, 0)))
PICTURE = Picture("circle.png", say("A ring of two."), DRAWING)


async def puts(
    house: MatrixHouse, room: str, words: str, text: str = "", *, slot: str = "", picture: Picture | None = None
) -> None:
    attachment = Attachment("circle.ics", "text/calendar", text) if text else None
    document = Document((Paragraph(say("{words}", words=words)),), attachment=attachment, picture=picture)
    delivery = Delivery.UPSERT if slot else Delivery.NEW

    def put(uow: UnitOfWork) -> None:
        mint, card = uow.mint("post"), PostKind.CARD
        uow.outbox.put(Post(mint, house.me, room, card, document, "en", "UTC", slot=slot, delivery=delivery))

    await house.writes(put)


def media(guest: Guest, house: MatrixHouse, room: str) -> list[Seen]:
    """Files and pictures that stand in the room now."""
    return [one for one in guest.of(house.me, room) if one.content.get("msgtype") in ("m.file", "m.image")]


@pytest.mark.parametrize("encrypted", [False, True], ids=["in clear", "encrypted"])
async def test_what_is_uploaded_is_hidden_where_the_room_is(
    house: MatrixHouse, guest: NewGuest, encrypted: bool
) -> None:
    ana = await guest("ana")
    room = await ana.makes_room(house.me, encrypted=encrypted)
    await ana.sees(house.me, "Hello, I'm Bothways", room)
    await puts(house, room, "Dates", "BEGIN:VCALENDAR")
    await puts(house, room, "Our circle.", picture=PICTURE)
    await ana.sees(house.me, "A ring of two.", room)
    file, picture = media(ana, house, room)
    for one in (file, picture):
        assert ("url" in one.content, "file" in one.content) == (not encrypted, encrypted)
        assert one.encrypted is encrypted
    assert await ana.saves(file.content) == b"BEGIN:VCALENDAR"
    info = picture.content["info"]
    shown = await ana.saves(picture.content)
    assert (info["w"], info["h"], info["size"], info["mimetype"]) == (820, 820, len(shown), "image/png")
    assert shown.startswith(b"\x89PNG")
    assert [one.body for one in ana.of(house.me, room)].count("Our circle.") == 1


async def test_a_file_that_has_changed_takes_the_place_of_the_one_before(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    room = await ana.makes_room(house.me)
    await ana.sees(house.me, "Hello, I'm Bothways", room)
    for words, text in (("We meet.", "first"), ("We meet, three of us.", "first"), ("We meet later.", "second")):
        await puts(house, room, words, text, slot="card/1")
        await ana.sees(house.me, words, room)
    await puts(house, room, "The end")
    await ana.sees(house.me, "The end", room)
    files = media(ana, house, room)
    assert [await ana.saves(one.content) for one in files] == [b"first", b"second"]
    redacted = [one["redacts"] for one in ana.raw if one["type"] == "m.room.redaction" and "redacts" in one]
    redacted += [one["content"]["redacts"] for one in ana.raw if "redacts" in one.get("content", {})]
    assert set(redacted) == {files[0].event_id}


async def test_a_homeserver_that_goes_away_between_words_and_file_gets_both_once(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    house = far_house
    ana = await guest("ana")
    room = await ana.makes_room(house.me)
    await ana.sees(house.me, "Hello, I'm Bothways", room)
    refused: list[str] = []

    async def spoil(request: web.Request, hand_on: Callable[[], Awaitable[web.Response]]) -> web.StreamResponse:
        if request.path == UPLOAD and len(refused) < 2:
            refused.append(request.path)
            return web.Response(status=502, text="nobody there")
        return await hand_on()

    way.spoil = spoil
    await puts(house, room, "Dates", "BEGIN:VCALENDAR")
    await ana.sees(house.me, lambda one: one.content.get("msgtype") == "m.file", room)
    assert len(refused) == 2
    assert len(media(ana, house, room)) == 1
    assert [one.body for one in ana.of(house.me, room)].count("Dates") == 1


async def test_after_a_restart_in_between_nothing_is_doubled(house: MatrixHouse, guest: NewGuest) -> None:
    ana = await guest("ana")
    room = await ana.makes_room(house.me)
    await ana.sees(house.me, "Hello, I'm Bothways", room)
    file = Attachment("circle.ics", "text/calendar", "BEGIN:VCALENDAR")
    document = Document((Paragraph(say("Dates")),), picture=PICTURE, attachment=file)
    post = Post("the-same", house.me, room, PostKind.CARD, document, "en", "UTC")
    await house.account.gateway.send(post)
    await house.stop()
    await house.start()
    await house.account.gateway.send(post)
    await puts(house, room, "The end")
    await ana.sees(house.me, "The end", room)
    assert sorted(one.content["msgtype"] for one in media(ana, house, room)) == ["m.file", "m.image"]
    assert [one.body for one in ana.of(house.me, room)].count("Dates") == 1


async def test_what_is_too_large_for_the_homeserver_is_left_out(
    far_house: MatrixHouse, way: Between, guest: NewGuest
) -> None:
    house = far_house
    ana = await guest("ana")
    room = await ana.makes_room(house.me)
    await ana.sees(house.me, "Hello, I'm Bothways", room)

    async def spoil(request: web.Request, hand_on: Callable[[], Awaitable[web.Response]]) -> web.StreamResponse:
        return web.json_response({"m.upload.size": 10}) if request.path == LIMITS else await hand_on()

    way.spoil = spoil
    await puts(house, room, "Dates", "BEGIN:VCALENDAR")
    await puts(house, room, "The end")
    await ana.sees(house.me, "The end", room)
    await ana.sees(house.me, "Dates", room)
    assert media(ana, house, room) == []


async def test_a_private_answer_brings_its_file_into_the_side_room(house: MatrixHouse, guest: NewGuest) -> None:
    hearth = await a_circle(house, [await guest("ana"), await guest("ben")])
    ana, ben = hearth.people
    await ana.says(hearth.room, "!side")
    async with asyncio.timeout(60):
        while (side := house.account.answers.side_room(ana.user_id)) is None:  # noqa: ASYNC110 - her client joins
            await asyncio.sleep(0.05)
    await ana.sees(house.me, "This is your side room", side.id)
    await ana.says(side.id, '!session schedule when="Thursday 19:00"')
    await ana.sees(house.me, "!right", side.id)
    await ana.says(side.id, "!right")
    await ben.sees(house.me, lambda one: one.content.get("msgtype") == "m.file", hearth.room)
    await ana.says(side.id, "!my calendar")
    file = await ana.sees(house.me, lambda one: one.content.get("msgtype") == "m.file", side.id)
    assert b"BEGIN:VEVENT" in await ana.saves(file.content)
    assert not media(ben, house, side.id)
