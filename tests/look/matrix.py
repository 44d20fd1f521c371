"""Matrix: what Ana's own client had from a real homeserver in an encrypted room, in a chat client's manner."""

from html import escape
from pathlib import Path

from playwright.async_api import Browser

from bot.domain.session import TurnStage
from tests.look.page import Entry, cleaned, figure, page, shoot
from tests.look.turns import reached, running_turn
from tests.look.words import ANSWER, GOODBYE, NAMES, SHARES
from tests.matrix.house import MatrixHouse, quiet_nio, signed_in
from tests.matrix.people import Guest, Seen
from tests.matrix.stage import Hearth, a_circle
from tests.servers.synapse import running_synapse


async def look_at_matrix(browser: Browser, work: Path, folder: Path) -> str:
    """Writes `matrix-round.png` and `matrix-picture.png`; the words of the picture."""
    quiet_nio()
    work.mkdir(parents=True)
    with running_synapse(limits=False) as server:
        identity = await signed_in(server, work / "identity", "bothways")
        house = await MatrixHouse(work / "data", identity).start()
        people = [await Guest(server, work / name, name.lower(), name).start() for name in NAMES]
        try:
            return await _session(await a_circle(house, people), browser, folder)
        finally:
            for one in people:
                await one.stop()
            await house.stop()


async def _session(hearth: Hearth, browser: Browser, folder: Path) -> str:
    house, (ana, dev, *_) = hearth.house, hearth.people
    await ana.says(hearth.room, "!circle picture names")
    await dev.sees(house.me, "our names in the picture", hearth.room)
    await dev.says(hearth.room, "!circle named")
    await dev.sees(house.me, "with our names", hearth.room)
    await ana.says(hearth.room, "!session start")
    await ana.sees(house.me, "The doors are open", hearth.room)
    await hearth.all_here()
    await hearth.goes_to("round-1")
    await _turn(hearth, 0)
    await _turn(hearth, 1, ends=False)
    shown = _shown(ana, hearth.room)
    panel = [one for one in shown if "Round one" in one.body][:1]
    begins = max(place for place, one in enumerate(shown) if one.body.startswith(">"))
    parts = [[await _entry(hearth, ana, one) for one in part] for part in (panel, shown[begins:])]
    await shoot(browser, page("light", *parts), folder / "matrix-round.png")
    await _turn(hearth, 1, begins=False)
    for number in range(2, len(NAMES)):
        await _turn(hearth, number)
    await ana.says(hearth.room, "!session end")
    await ana.sees(house.me, lambda one: one.content.get("msgtype") == "m.image", hearth.room)
    await house.settled()
    await house.account.seeds.settle()
    await dev.says(hearth.room, GOODBYE)
    await ana.sees(dev.user_id, GOODBYE, hearth.room)
    shown = _shown(ana, hearth.room)
    place = next(place for place, one in enumerate(shown) if one.content.get("msgtype") == "m.image")
    entries = [await _entry(hearth, ana, one) for one in shown[max(place - 3, 0) :]]
    await shoot(browser, page("light", entries), folder / "matrix-picture.png")
    return str(shown[place].content["body"])


async def _turn(hearth: Hearth, number: int, *, begins: bool = True, ends: bool = True) -> None:
    """One person's turn; `begins` up to the question, `ends` from there on."""
    session = await hearth.live()
    running = running_turn(session)
    speaker, (curious, _) = hearth.of(running.person), session.curious_for(running.person)
    share, question = SHARES[number]
    if begins:
        cue = await speaker.sees(
            hearth.house.me, lambda one: speaker.user_id in one.mentions and "✅" in one.reactions.values()
        )
        await speaker.reacts(hearth.room, cue.event_id, "✅")
        await hearth.until(reached(TurnStage.SPEAKING))
        await speaker.says(hearth.room, share)
        await speaker.says(hearth.room, "!done")
        await hearth.until(reached(TurnStage.ASKED))
        await hearth.house.settled()
        await hearth.house.account.seeds.settle()  # whatever is taken back is so before the next word
        asks = hearth.of(curious)
        await asks.says(hearth.room, question)
        await hearth.people[0].sees(asks.user_id, question, hearth.room)
        await hearth.house.settled()
    if ends:
        await speaker.says(hearth.room, ANSWER)
        await speaker.says(hearth.room, "!done")
        await hearth.until(lambda after: not after or not after.round or after.round.current != running.person)
        await hearth.house.settled()


def _gone(guest: Guest) -> set[str]:
    """The events that were taken back."""
    found = [one.get("redacts") or one.get("content", {}).get("redacts") for one in guest.raw]
    return {one for one in found if one}


def _shown(guest: Guest, room: str) -> list[Seen]:
    gone = _gone(guest)
    return [one for one in (guest.seen[each] for each in guest.order) if one.room == room and one.event_id not in gone]


async def _entry(hearth: Hearth, guest: Guest, one: Seen) -> Entry:
    names = {each.user_id: each.name for each in hearth.people}
    sender = names.get(one.sender) or guest.client.rooms[hearth.room].user_name(one.sender) or one.sender
    if one.content.get("msgtype") == "m.image":
        body = figure(await guest.saves(one.content), one.content["body"])
    else:
        body = cleaned(one.html) if one.html else f"<p>{escape(one.body)}</p>"
    gone = _gone(guest)
    keys = [key for event, key in one.reactions.items() if event not in gone]
    chips = "".join(f'<span class="chip">{escape(key)} {keys.count(key)}</span>' for key in dict.fromkeys(keys))
    return Entry(sender, f"{body}<div>{chips}</div>" if chips else body, "edited" if one.edits else "")
