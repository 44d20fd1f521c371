"""PostgreSQL may still be committing what a dead process asked for, when the next one is brought the same event."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from bot.adapters.clock import ManualClock
from bot.adapters.decks import load_decks
from bot.adapters.keys import keys_from
from bot.adapters.sql.engines import database_url, writer_engine
from bot.adapters.sql.storage import open_storage
from bot.adapters.sql.tables import inbox
from bot.app.commands import catalog
from bot.app.desk import SILENCE, Desk
from bot.app.host import Host
from bot.app.suggestions import with_suggestions
from bot.ports.messages import CommandCalled, Origin
from cogs.catalog import COGS
from cogs.sessions import Narration
from tests.crash.runs import Ground
from tests.crash.wire import ACCOUNT, ROOM

NOW = datetime(2027, 1, 7, 17, 0, tzinfo=UTC)
EVENT = CommandCalled(Origin("event 1", ACCOUNT, ROOM, "person ana", "Ana", NOW), "circle create", (("name", "Ours"),))


@pytest.mark.parametrize("ground", ["postgresql"], indirect=True)
def test_an_event_whose_commit_was_in_flight_is_neither_done_again_nor_called_a_fault(ground: Ground) -> None:
    with ground.made(True) as url:
        storage = open_storage(url, keys_from([ground.key]))
        dying = writer_engine(database_url(url))
        decks = load_decks()
        desk = Desk(catalog(with_suggestions(COGS)), storage, decks, Host(Narration(), decks), ManualClock(NOW))
        with dying.connect() as connection:
            connection.execute(insert(inbox).values(account=ACCOUNT, event=EVENT.origin.id, at=NOW))
            arriving = threading.Timer(0.5, connection.commit)
            arriving.start()
            (outcome,) = desk.process((EVENT,))
            arriving.join()
        assert outcome.reply == SILENCE
        with storage.unit() as uow:
            assert uow.circles.in_room(ROOM) is None
        storage.close()
        dying.dispose()
