"""The door, over real sockets: who may come in, and what everyone may adjust in a demonstration."""

from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.adapters.i18n import CatalogueVoice
from bot.adapters.local.server import LocalServer, LocalStartError
from bot.ports.messages import ActionPressed, RoomForgotten
from tests.adapters.local.stage import KEY, Company, Stage, small_catalog
from tests.adapters.local.tabs import Browser, Tab, opened

# --- who may come in ----------------------------------------------------------------------------------------


async def test_the_page_comes_with_its_sentences_and_a_strict_policy(browser: Browser, stage: Stage) -> None:
    async with browser.session.get(stage.url) as answer:
        text = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
    assert answer.status == 200
    assert "A place in the circle is free." in text
    assert "{{" not in text
    for rule in ("default-src 'none'", "script-src 'self'", "form-action 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.fixture
def german(tmp_path: Path) -> CatalogueVoice:
    """A voice that says one sentence in German, from a real catalogue."""
    catalogue = Catalog(locale="de")
    catalogue.add("Take a seat", "Platz nehmen")
    file = tmp_path / "de" / "LC_MESSAGES" / "bothways.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_po(out, catalogue)
    return CatalogueVoice(tmp_path, strict=True)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr, de-DE;q=0.8, en;q=0.5", "de"),
        ("en-GB, de;q=0.9", "en"),
        ("fr", "en"),
        ("", "en"),
        ("de;q=often, ;;, *", "en"),
    ],
)
async def test_the_page_speaks_the_browsers_language_where_it_can(
    german: CatalogueVoice, accepted: str, language: str
) -> None:
    stage = Stage(voice=german)
    async with opened(stage) as browser:
        headers = {"Accept-Language": accepted, "Origin": stage.url.rstrip("/")}
        async with browser.session.get(stage.url, headers=headers) as answer:
            page = await answer.text()
        assert f'<html lang="{language}"' in page
        assert ("Platz nehmen" in page) == (language == "de")
        tab = Tab(await browser.session.ws_connect(stage.url + "ws", headers=headers))
        await tab.sit(take={"name": "Noor"})
        await tab.send(press="t1", id="e1")
        await tab.next("ack")
        assert stage.happened(ActionPressed)[0].origin.language == language


@pytest.mark.parametrize("name", ["room.js", "wire.js", "base.css", "mark.svg"])
async def test_the_pages_files_are_served_from_the_package(browser: Browser, stage: Stage, name: str) -> None:
    async with browser.session.get(f"{stage.url}assets/{name}") as answer:
        assert answer.status == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["index.html", "nothing.js", "..%2froom.py", "%2e%2e%2frender.py", "room.py"])
async def test_nothing_else_is(browser: Browser, stage: Stage, name: str) -> None:
    async with browser.session.get(f"{stage.url}assets/{name}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"])
async def test_a_request_by_another_name_is_refused(browser: Browser, stage: Stage, host: str) -> None:
    async with browser.session.get(stage.url, headers={"Host": host}) as answer:
        assert answer.status == 403
        assert stage.url in await answer.text()


async def test_localhost_is_this_computer_too(browser: Browser, stage: Stage) -> None:
    port = stage.url.rstrip("/").rsplit(":", 1)[1]
    async with browser.session.get(stage.url, headers={"Host": f"localhost:{port}"}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:{port}", None]
)
async def test_a_socket_from_another_page_is_refused(browser: Browser, stage: Stage, origin: str | None) -> None:
    port = stage.url.rstrip("/").rsplit(":", 1)[1]
    headers = {} if origin is None else {"Origin": origin.format(port=port)}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser.session.ws_connect(stage.url + "ws", headers=headers)
    assert refused.value.status == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.4", "example.org", ""])  # noqa: S104 - refused, that is the point
def test_the_room_opens_on_loopback_only(stage: Stage, host: str) -> None:
    with pytest.raises(LocalStartError, match=r"127\.0\.0\.1"):
        LocalServer(
            stage.room,
            CatalogueVoice(),
            small_catalog(),
            stage.clock,
            signing_key=KEY,
            host=host,
            port=0,
            take=stage.take,
        )


@pytest.mark.usefixtures("browser")
async def test_a_taken_port_is_named_in_one_sentence(stage: Stage) -> None:
    port = int(stage.url.rstrip("/").rsplit(":", 1)[1])
    with pytest.raises(LocalStartError, match=str(port)):
        await Stage(port=port).open()


@pytest.mark.usefixtures("browser")
async def test_the_app_is_told_once_that_the_rooms_memory_is_empty(stage: Stage) -> None:
    (forgotten,) = stage.events
    assert isinstance(forgotten, RoomForgotten)
    assert (forgotten.origin.room, forgotten.origin.person) == ("local:hearth", "")


# --- the demonstration --------------------------------------------------------------------------------------


async def test_company_and_pace_can_be_set_and_everyone_sees_it() -> None:
    stage = Stage(demo=Company())
    async with opened(stage) as browser:
        noor, dev = await browser.named("Noor"), await browser.named("Dev")
        await noor.send(company={"size": 7}, id="e1")
        assert (await dev.next("demo"))["company"] == 7
        await noor.send(speed=20, id="e2")
        assert (await dev.next("demo"))["speed"] == 20
        assert dev.seen[-1]["clock"]["speed"] == 20


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        ({"company": {"size": 12}}, "Between 0 and 11"),
        ({"company": {"size": -1}}, "Between 0 and 11"),
        ({"speed": 3}, "The paces are: 1, 4, 20, 60"),
        ({"speed": -1}, "The paces are: 1, 4, 20, 60"),
    ],
)
async def test_a_company_or_pace_that_there_is_not_gets_a_sentence(frame: dict[str, object], sentence: str) -> None:
    company = Company()
    async with opened(Stage(demo=company)) as browser:
        noor = await browser.named("Noor")
        await noor.send(**frame, id="e1")
        assert sentence in (await noor.next("sorry"))["text"]
        assert (company.company, company.speed) == (5, 1.0)


async def test_a_room_that_is_no_demonstration_has_no_bar_and_no_pace(browser: Browser) -> None:
    tab = await browser.tab()
    view = await tab.sit(take={"name": "Noor"})
    assert (view["demo"], view["clock"]["speed"]) == (None, 1)
    await tab.send(speed=4, id="e1")
    assert "not a rehearsal" in (await tab.next("sorry"))["text"]


async def test_a_change_from_elsewhere_is_told_within_moments() -> None:
    stage = Stage(demo=(company := Company()))
    async with opened(stage) as browser:
        noor = await browser.named("Noor")
        company.company = 2
        stage.clock.advance(timedelta(minutes=5))
        assert (await noor.next("demo"))["company"] == 2
        assert noor.seen[-1]["clock"]["now"].startswith("2026-12-03T19:00")


# --- coming and going ---------------------------------------------------------------------------------------


async def test_stopping_says_goodbye_to_every_page_and_can_be_done_twice(stage: Stage) -> None:
    async with opened(stage) as browser:
        noor = await browser.named("Noor")
        await stage.close()
        await stage.close()
        goodbye = await noor.socket.receive(timeout=5)
        assert (goodbye.type, goodbye.data) == (aiohttp.WSMsgType.CLOSE, aiohttp.WSCloseCode.GOING_AWAY)
