"""The schema, the same on both databases. What members wrote is `Sealed`; ids are plain, so that they can be found."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from bot.adapters.sql.columns import Instant, Sealed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_circle(*, primary_key: bool = False, index: bool = False) -> Column[str]:
    target = ForeignKey("circles.id", ondelete="CASCADE")
    return Column("circle", String, target, primary_key=primary_key, index=index, nullable=False)


def _of_record() -> Column[str]:
    return Column("session", String, ForeignKey("session_records.session", ondelete="CASCADE"), primary_key=True)


meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Sealed, nullable=False),
)

# --- circles and people ----------------------------------------------------------------------------------------------

circles = Table(
    "circles",
    metadata,
    Column("id", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("room", String, nullable=False, unique=True),
    Column("name", Sealed, nullable=False),
    Column("language", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("facilitator", String),
    Column("flow", String, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("held", Integer, nullable=False),
    Column("agreement_words", Sealed),
    Column("agreement_version", Integer),
    Column("agreement_set_at", Instant),
)

members = Table(
    "members",
    metadata,
    _of_circle(primary_key=True),
    Column("person", String, primary_key=True, index=True),
    Column("position", Integer, nullable=False),
    Column("name", Sealed, nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("debt", Float, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    _of_circle(primary_key=True),
    Column("id", String, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("series", Text, nullable=False),
    Column("flow", String),
)

people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Sealed, nullable=False),
    Column("language", String),
    Column("zone", String),
)

# --- dates to come ---------------------------------------------------------------------------------------------------

customs = Table(
    "customs",
    metadata,
    _of_circle(primary_key=True),
    Column("state", Text, nullable=False),
)

rsvps = Table(
    "rsvps",
    metadata,
    _of_circle(primary_key=True),
    Column("date", String, primary_key=True),
    Column("starts_at", Instant, nullable=False, index=True),
    Column("state", Sealed, nullable=False),
)

polls = Table(
    "polls",
    metadata,
    _of_circle(primary_key=True),
    Column("id", String, primary_key=True),
    Column("until", Instant, nullable=False, index=True),
    Column("state", Sealed, nullable=False),
)

wishes = Table(
    "wishes",
    metadata,
    _of_circle(primary_key=True),
    Column("person", String, primary_key=True, index=True),
    Column("room", String, nullable=False),
    Column("before", String, nullable=False),
    Column("prompt", Boolean, nullable=False),
    Column("quiet", String),  # from when to when: "22:00 08:00"
)

# --- between two sessions --------------------------------------------------------------------------------------------

between = Table(
    "between",
    metadata,
    _of_circle(primary_key=True),
    Column("state", Sealed, nullable=False),
)

note_choices = Table(
    "note_choices",
    metadata,
    _of_circle(primary_key=True),
    Column("person", String, primary_key=True, index=True),
    Column("state", Sealed, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("about", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("key", String, nullable=False, unique=True),  # the hash of the address
    Column("seed", Sealed, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("mark", String, nullable=False),
)

# --- sessions and what they leave behind -----------------------------------------------------------------------------

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    _of_circle(),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("state", Sealed, nullable=False),
    Index("ix_sessions_circle_closed_at", "circle", "closed_at"),
    Index("ix_sessions_closed_at", "closed_at"),
)

session_records = Table(
    "session_records",
    metadata,
    Column("session", String, primary_key=True),
    _of_circle(),
    Column("number", Integer, nullable=False),  # counts the circle's records, from 1
    Column("opened_at", Instant, nullable=False),
    Column("kept", Boolean, nullable=False),  # someone's lines are; later only its date and last roles stay
    Column("present", Integer),  # how many were there, also when some are forgotten; NULL: as many as are named
    Index("ix_session_records_circle_number", "circle", "number"),
    Index("ix_session_records_kept", "circle", "number", sqlite_where=text("kept"), postgresql_where=text("kept")),
)

presences = Table(
    "presences",
    metadata,
    _of_record(),
    Column("person", String, primary_key=True, index=True),
)

turns = Table(
    "turns",
    metadata,
    _of_record(),
    Column("position", Integer, primary_key=True),
    Column("person", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("share", Integer),  # the number of a share of this session
    Column("source", String, nullable=False),
    Column("at", Instant, nullable=False),
)

shares = Table(
    "shares",
    metadata,
    _of_record(),
    Column("number", Integer, primary_key=True),
    Column("id", String),  # NULL, like the owner, when its owner is forgotten
    Column("owner", String, index=True),
)

exchanges = Table(
    "exchanges",
    metadata,
    _of_record(),
    Column("position", Integer, primary_key=True),
    Column("responder", String, index=True),  # NULL when forgotten; the other side stays as it was
    Column("owner", String, index=True),
    Column("share", Integer, nullable=False),
)

pairings = Table(
    "pairings",
    metadata,
    _of_record(),
    Column("position", Integer, primary_key=True),
    Column("speaker", String, nullable=False, index=True),
    Column("listener", String, nullable=False, index=True),
)

role_terms = Table(
    "role_terms",
    metadata,
    _of_record(),
    Column("role", String, primary_key=True),
    Column("person", String, primary_key=True, index=True),
)

draws = Table(
    "draws",
    metadata,
    _of_circle(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("prompt", String, nullable=False),
    Column("task", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String, nullable=False),
)

own_prompts = Table(
    "own_prompts",
    metadata,
    _of_circle(primary_key=True),
    Column("id", String, primary_key=True),
    Column("person", String, index=True),  # NULL for one that stays without a name
    Column("state", Sealed, nullable=False),
)

# --- commands that wait ----------------------------------------------------------------------------------------------

invocations = Table(
    "invocations",
    metadata,
    Column("token", String, primary_key=True),
    Column("path", String, nullable=False),
    Column("arguments", Sealed, nullable=False),
    Column("room", String, nullable=False, index=True),
    Column("person", String, index=True),
    Column("asks", String),
    Column("session", String, index=True),
    Column("expires_at", Instant, index=True),
    Column("noticed_at", Instant),  # when housekeeping first saw it
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", String, primary_key=True),
    _of_circle(index=True),
    Column("path", String, nullable=False),
    Column("arguments", Sealed, nullable=False),
    Column("person", String, nullable=False, index=True),
    Column("at", Instant, nullable=False),
)

# --- queues ----------------------------------------------------------------------------------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("account", String, primary_key=True),
    Column("event", String, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

timers = Table(
    "timers",
    metadata,
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("due_at", Instant, nullable=False),
    Index("ix_timers_due_at", "due_at", "key"),
)

_waiting = text("state = 'waiting'")
_settled = text("state <> 'waiting'")

outbox = Table(
    "outbox",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("account", String, nullable=False),
    Column("room", String, nullable=False, index=True),
    Column("slot", String, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("delivery", String, nullable=False),
    Column("body", Sealed),  # purged when it was sent
    Column("ready_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("taken", Boolean, nullable=False),  # handed to the relay: it may be on its way
    Column("why", String),
    Column("settled_at", Instant),
    Index("ix_outbox_next", "account", "priority", "sequence", sqlite_where=_waiting, postgresql_where=_waiting),
    Index(
        "ix_outbox_room_line",
        "room",
        "account",
        "priority",
        "sequence",
        sqlite_where=_waiting,
        postgresql_where=_waiting,
    ),
    Index("ix_outbox_slot", "room", "account", "slot", "sequence", sqlite_where=_waiting, postgresql_where=_waiting),
    Index("ix_outbox_settled_at", "settled_at", sqlite_where=_settled, postgresql_where=_settled),
    sqlite_autoincrement=True,  # a sequence is never given twice
)

slots = Table(
    "slots",
    metadata,
    Column("account", String, primary_key=True),
    Column("room", String, primary_key=True),
    Column("slot", String, primary_key=True),
    Column("ref", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

shown_actions = Table(
    "shown_actions",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("account", String, nullable=False),
    Column("room", String, nullable=False),
    Column("ref", String, nullable=False),
    Column("emoji", String, nullable=False),
    Column("word", String, nullable=False),
    Column("token", String, nullable=False),
    Column("sensitive", Boolean, nullable=False),  # never by a reaction, and only where the person is alone with us
    Index("ix_shown_actions_ref", "account", "ref"),
    Index("ix_shown_actions_word", "account", "room", "word", "sequence"),
    Index("ix_shown_actions_token", "token"),
    sqlite_autoincrement=True,
)

rooms = Table(
    "rooms",
    metadata,
    Column("room", String, primary_key=True),
    Column("facts", Text, nullable=False),
)

account_state = Table(
    "account_state",
    metadata,
    Column("account", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", Sealed, nullable=False),
)
