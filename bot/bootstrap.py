"""The only place that names concrete adapters and cogs, and puts the house together.

`serve` is the house as it runs for people; `Rehearsal` the same house driven by hand, as fast as it goes.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.addresses import KeyedAddresses
from bot.adapters.calendar_files import CalendarFiles
from bot.adapters.clock import PacedClock, SystemClock
from bot.adapters.decks import load_decks
from bot.adapters.i18n import CatalogueVoice
from bot.adapters.keys import Keys, load_keys
from bot.adapters.local.company import Company, load_lines
from bot.adapters.local.demonstration import Demonstration
from bot.adapters.local.gateway import LocalGateway
from bot.adapters.local.room import ACCOUNT, LocalRoom
from bot.adapters.pictures.painter import PicturePainter
from bot.adapters.sql.storage import open_storage
from bot.adapters.waker import Waker
from bot.app.calendars import Calendars, FeedDesk
from bot.app.commands import Catalog, catalog
from bot.app.desk import Desk
from bot.app.host import Host
from bot.app.lifecycle import DatabaseThread, Lifecycle, Part
from bot.app.names import Names
from bot.app.readers import Readers
from bot.app.relay import Relay
from bot.app.router import Router
from bot.app.suggestions import with_suggestions
from bot.app.timers import TimerDesk, Timers
from bot.app.zones import use_pinned_tzdata
from bot.ports.clock import Clock
from bot.ports.counts import Counted
from bot.ports.decks import Decks
from bot.ports.storage import Storage, StorageError
from bot.settings import DiscordSettings, LocalSettings, MatrixSettings, MetricsSettings, Settings, SettingsError
from cogs.catalog import COGS
from cogs.sessions import Narration

if TYPE_CHECKING:
    from bot.adapters.discord.account import DiscordAccount
    from bot.adapters.local.server import LocalServer
    from bot.adapters.matrix.account import MatrixAccount
    from bot.adapters.matrix.identity import IdentityFolder
    from bot.adapters.metrics import Metrics

CLOCK_FILE = "clock.json"
HOUSEKEEPING = 3600.0


@dataclass(frozen=True, slots=True)
class House:
    """What every way of running shares: the declarations, the rules' host, and the desks over one database."""

    catalog: Catalog
    decks: Decks
    host: Host
    storage: Storage
    desk: Desk
    timers: TimerDesk
    calendars: Calendars
    painter: PicturePainter


async def assemble(
    thread: DatabaseThread,
    url: str,
    keys: Keys,
    clock: Clock,
    minter: Callable[[str], str] | None = None,
    prefixes: Mapping[str, str] | None = None,
    decks: Decks | None = None,
    web: str | None = None,
) -> House:
    """Opens the database in its thread and puts the floors together; `decks` are read unless they were already.

    `web` is where calendar feeds are served, if they are. Raises StorageError, DeckError, CatalogError.
    """
    decks = decks or load_decks()
    declared = catalog(with_suggestions(COGS))
    voice = CatalogueVoice()
    calendars = Calendars(CalendarFiles(voice), KeyedAddresses(keys.signing, web))
    host = Host(Narration(), decks, calendars)
    storage = await thread.run(lambda: open_storage(url, keys, minter))
    desk = Desk(declared, storage, decks, host, clock, {ACCOUNT: "/", **(prefixes or {})}, Names(voice))
    timers = TimerDesk(declared, storage, decks, host)
    return House(declared, decks, host, storage, desk, timers, calendars, PicturePainter())


@dataclass(slots=True)
class _Ticking:
    """Keeps the clock's reading and does the housekeeping; started last, stopped first."""

    waker: Waker
    clock: PacedClock
    thread: DatabaseThread
    storage: Storage

    async def start(self) -> None:
        self.waker.every(1.0, self.clock.save)
        self.waker.every(HOUSEKEEPING, self._tidy)

    async def _tidy(self) -> None:
        await self.thread.run(lambda: self.storage.housekeeping(self.clock.now()))

    async def stop(self) -> None:
        self.clock.save()


@dataclass(slots=True)
class _Database:
    """The database's thread and what was opened in it; closed last."""

    thread: DatabaseThread
    storage: Storage

    async def start(self) -> None:
        """Opened already, by `assemble`."""

    async def stop(self) -> None:
        await self.thread.run(self.storage.close)
        await self.thread.stop()


@dataclass(slots=True)
class _Settled:
    """Waits, at the start, until what has come in so far is handled."""

    router: Router

    async def start(self) -> None:
        await self.router.idle()

    async def stop(self) -> None:
        """Nothing to stop."""


@dataclass(frozen=True, slots=True)
class Running:
    """The house while it runs: its parts, started and stopped together, and where the room in the browser is."""

    parts: Lifecycle
    server: "LocalServer | None"


async def build(settings: Settings, env: Mapping[str, str], control: Path | None = None) -> Running:
    """Puts the house together as it runs for people; `control` is the path of a test's control socket."""
    use_pinned_tzdata()
    _make_folder(settings.data.folder)
    keys = load_keys(settings.data.folder, env)
    clock = PacedClock(SystemClock(), state=settings.data.folder / CLOCK_FILE)
    waker = Waker(clock)
    clock.when_changed(waker.replan)
    identities = [(one, _identity(one)) for one in settings.matrix.values()]
    prefixes = {folder.identity.user_id: one.prefix for one, folder in identities}
    thread = DatabaseThread()
    try:
        house = await assemble(thread, settings.database_url, keys, clock, prefixes=prefixes, web=settings.web.base)
    except BaseException:
        await thread.stop()
        raise
    parts: list[Part] = [
        _Database(thread, house.storage),
        house.painter,
        waker,
        _Ticking(waker, clock, thread, house.storage),
    ]
    pokes: list[Callable[[], None]] = []

    def committed() -> None:
        for poke in pokes:
            poke()

    router = Router(house.desk, thread, committed)
    timers = Timers(house.timers, thread, clock, waker, committed)
    pokes.append(timers.poke)
    server = None
    demo: Demonstration | None = None
    voice = CatalogueVoice()
    pairs = list(_accounts(settings, identities, house, router, waker, thread, clock, voice))
    accounts: list[Part] = [account for account, _ in pairs]
    relays = [relay for _, relay in pairs]
    if settings.local.enabled:
        server, demo, relay = _local_room(settings.local, voice, house, router, keys.signing, clock, waker, thread)
        relays.append(relay)
        if demo is not None:
            pokes.append(demo.poke)
        # The room's memory is empty: what it shows is staged again before anything is sent, so that nothing comes
        # twice.
        parts += [router, server, _Settled(router), *([demo] if demo else []), *accounts, *relays, timers]
    else:
        parts += [router, *accounts, *relays, timers]
    pokes.extend(relay.poke for relay in relays)
    house.desk.answers_on({relay.account: relay.capabilities for relay in relays})
    if settings.web.enabled:
        feeds = FeedDesk(house.calendars, house.storage, thread, clock)
        from bot.adapters.web import WebServer  # noqa: PLC0415 - as the other parts that a run may lack

        parts.append(WebServer(feeds.serve, host=settings.web.host, port=settings.web.port))
    if control is not None:
        from bot.adapters.control import Control  # noqa: PLC0415 - only in tests

        names = tuple(each.account for each in relays)
        parts.append(Control(control, clock, _is_busy(house, router, thread, clock, demo, names)))
    if settings.metrics.enabled:
        parts.append(_metrics(settings.metrics, parts, house, router, thread))
    return Running(Lifecycle(parts), server)


def _local_room(
    local: LocalSettings,
    voice: CatalogueVoice,
    house: House,
    router: Router,
    signing_key: bytes,
    clock: PacedClock,
    waker: Waker,
    thread: DatabaseThread,
) -> tuple["LocalServer", Demonstration | None, Relay]:
    """The room in the browser, with the demonstration where it is wanted, and what brings posts there."""
    from bot.adapters.local.server import LocalServer  # noqa: PLC0415 - a rehearsal serves nothing

    room = LocalRoom(clock, voice, run=os.urandom(4).hex())
    demo = Demonstration(house.storage, house.host, thread, clock, waker) if local.demonstration else None
    server = LocalServer(
        room,
        voice,
        house.catalog,
        clock,
        signing_key=signing_key,
        host=local.host,
        port=local.port,
        take=router.keep,
        demo=demo,
    )
    if demo is not None:
        demo.accompany(Company(room, server.inbound, clock, load_lines("en"), room.run))
    return server, demo, Relay(LocalGateway(room, house.painter), house.storage.outbox, thread, clock, waker)


def _metrics(
    settings: MetricsSettings, parts: Iterable[Part], house: House, router: Router, thread: DatabaseThread
) -> "Metrics":
    """Counts what the parts do; it starts last."""
    from bot.adapters.metrics import Metrics  # noqa: PLC0415 - who wants no figures needs no Prometheus

    async def waiting() -> Mapping[str, int]:
        posts = await thread.run(house.storage.outbox.lengths)
        return {"events": router.waiting, "posts": posts["waiting"], "parked_posts": posts["parked"]}

    metrics = Metrics(settings.host, settings.port, waiting)
    for part in parts:
        if isinstance(part, Counted):
            part.counted_by(metrics)
    return metrics


def _is_busy(
    house: House,
    router: Router,
    thread: DatabaseThread,
    clock: Clock,
    demo: Demonstration | None,
    accounts: tuple[str, ...],
) -> Callable[[], Awaitable[bool]]:
    """Says whether something is due at the clock's reading: a timer, a post, or somebody of the company."""

    def waiting() -> list[datetime | None]:
        return [house.storage.next_timer_at(), *(house.storage.outbox.next_ready_at(account) for account in accounts)]

    async def is_busy() -> bool:
        await router.idle()
        now = clock.now()
        moments = [*await thread.run(waiting), demo.next_at if demo else None]
        return any(at is not None and at <= now for at in moments)

    return is_busy


def _make_folder(folder: Path) -> None:
    """Makes the data folder, for its owner alone. Raises StorageError with one sentence."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        reason = "there is a file of that name" if isinstance(error, FileExistsError) else error.strerror
        raise StorageError(
            f"The data folder {folder} cannot be made ({reason}): name another one with [data] folder."
        ) from None


def _identity(account: MatrixSettings) -> "IdentityFolder":
    """Takes an account's identity folder for this process. Raises MatrixError, SettingsError."""
    try:
        from bot.adapters.matrix.identity import open_identity  # noqa: PLC0415 - as below
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"[matrix]: {error.name} is not installed; expected: the part for Matrix, pip install 'bothways[matrix]'"
        ) from None
    return open_identity(account.folder)


def _accounts(
    settings: Settings,
    identities: Sequence[tuple[MatrixSettings, "IdentityFolder"]],
    house: House,
    router: Router,
    waker: Waker,
    thread: DatabaseThread,
    clock: Clock,
    voice: CatalogueVoice,
) -> Iterator[tuple[Part, Relay]]:
    """The accounts on other platforms, each with its relay. Raises MatrixError, SettingsError, CatalogError."""
    for one, folder in identities:
        matrix = _matrix_account(one, folder, voice, thread, house.storage)
        relay = Relay(matrix.gateway, house.storage.outbox, thread, clock, waker)
        matrix.gateway.paints_with(house.painter)
        matrix.feeds(router, relay.caught_up)
        yield matrix, relay
    if settings.discord.enabled:
        discord = _discord_account(settings.discord, voice, thread, house.storage, clock)
        discord.gateway.paints_with(house.painter)
        discord.feeds(router, house.catalog)
        yield discord, Relay(discord.gateway, house.storage.outbox, thread, clock, waker)


def _matrix_account(
    account: MatrixSettings, folder: "IdentityFolder", voice: CatalogueVoice, thread: DatabaseThread, storage: Storage
) -> "MatrixAccount":
    """One account on Matrix. Raises MatrixError."""
    from bot.adapters.matrix.account import MatrixAccount  # noqa: PLC0415 - who has no account needs no nio

    allowed = frozenset(account.invited_by)
    return MatrixAccount(
        folder,
        voice,
        thread,
        storage.account_state(folder.identity.user_id),
        prefix=account.prefix,
        may_invite=lambda person: not allowed or person in allowed,
        reads=Readers(storage, thread).of,
    )


def _discord_account(
    settings: DiscordSettings, voice: CatalogueVoice, thread: DatabaseThread, storage: Storage, clock: Clock
) -> "DiscordAccount":
    """The application on Discord. Raises SettingsError."""
    from bot.adapters.discord.account import DiscordAccount  # noqa: PLC0415 - who has no bot there needs no discord.py
    from bot.adapters.discord.connection import Options  # noqa: PLC0415
    from bot.adapters.discord.ids import ACCOUNT as DISCORD  # noqa: PLC0415

    return DiscordAccount(
        settings.secret(),
        Options(settings.shard_count, settings.shard_ids, settings.proxy, settings.guild),
        voice,
        thread,
        storage.account_state(DISCORD),
        clock,
        api=settings.api,
        gateway=settings.gateway,
    )


async def serve(
    settings: Settings,
    env: Mapping[str, str],
    stopped: asyncio.Event,
    ready: Callable[[str], None],
    control: Path | None,
) -> None:
    """Runs the house until `stopped` is set; `ready` is told where the room is, once everything runs."""
    running = await build(settings, env, control)
    await running.parts.start()
    try:
        ready(running.server.url if running.server else "")
        await stopped.wait()
    finally:
        await running.parts.stop()
