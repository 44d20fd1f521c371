"""The first schema: circles, sessions and their ledger, commands that wait, queues."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

WAITING = sa.text("state = 'waiting'")
SETTLED = sa.text("state <> 'waiting'")


def upgrade() -> None:
    """Makes all tables."""
    _meta_and_circles()
    _sessions_and_ledger()
    _commands()
    _queues()


def _meta_and_circles() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "circles",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facilitator", sa.String(), nullable=True),
        sa.Column("flow", sa.String(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("agreement_words", sa.Text(), nullable=True),
        sa.Column("agreement_version", sa.Integer(), nullable=True),
        sa.Column("agreement_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
        sa.UniqueConstraint("room", name=op.f("uq_circles_room")),
    )
    op.create_table(
        "members",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("debt", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["circle"], ["circles.id"], name=op.f("fk_members_circle_circles"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circle", "person", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_person"), "members", ["person"], unique=False)
    op.create_table(
        "plans",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("flow", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["circle"], ["circles.id"], name=op.f("fk_plans_circle_circles"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_plans")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "draws",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["circle"], ["circles.id"], name=op.f("fk_draws_circle_circles"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("circle", "position", name=op.f("pk_draws")),
    )


def _sessions_and_ledger() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_sessions_circle_circles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_circle_closed_at", "sessions", ["circle", "closed_at"], unique=False)
    op.create_index("ix_sessions_closed_at", "sessions", ["closed_at"], unique=False)
    op.create_table(
        "session_records",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_session_records_circle_circles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_session_records")),
    )
    op.create_index("ix_session_records_circle_number", "session_records", ["circle", "number"], unique=False)
    op.create_index(
        "ix_session_records_kept",
        "session_records",
        ["circle", "number"],
        unique=False,
        sqlite_where=sa.text("kept"),
        postgresql_where=sa.text("kept"),
    )
    op.create_table(
        "presences",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"],
            ["session_records.session"],
            name=op.f("fk_presences_session_session_records"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session", "person", name=op.f("pk_presences")),
    )
    op.create_index(op.f("ix_presences_person"), "presences", ["person"], unique=False)
    op.create_table(
        "turns",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"], ["session_records.session"], name=op.f("fk_turns_session_session_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "position", name=op.f("pk_turns")),
    )
    op.create_index(op.f("ix_turns_person"), "turns", ["person"], unique=False)
    op.create_table(
        "shares",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session"], ["session_records.session"], name=op.f("fk_shares_session_session_records"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "number", name=op.f("pk_shares")),
    )
    op.create_index(op.f("ix_shares_owner"), "shares", ["owner"], unique=False)
    op.create_table(
        "exchanges",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("responder", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"],
            ["session_records.session"],
            name=op.f("fk_exchanges_session_session_records"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session", "position", name=op.f("pk_exchanges")),
    )
    op.create_index(op.f("ix_exchanges_owner"), "exchanges", ["owner"], unique=False)
    op.create_index(op.f("ix_exchanges_responder"), "exchanges", ["responder"], unique=False)
    op.create_table(
        "pairings",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("listener", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"],
            ["session_records.session"],
            name=op.f("fk_pairings_session_session_records"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session", "position", name=op.f("pk_pairings")),
    )
    op.create_index(op.f("ix_pairings_listener"), "pairings", ["listener"], unique=False)
    op.create_index(op.f("ix_pairings_speaker"), "pairings", ["speaker"], unique=False)
    op.create_table(
        "role_terms",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session"],
            ["session_records.session"],
            name=op.f("fk_role_terms_session_session_records"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session", "role", "person", name=op.f("pk_role_terms")),
    )
    op.create_index(op.f("ix_role_terms_person"), "role_terms", ["person"], unique=False)


def _commands() -> None:
    op.create_table(
        "invocations",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("asks", sa.String(), nullable=True),
        sa.Column("session", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_invocations")),
    )
    op.create_index(op.f("ix_invocations_expires_at"), "invocations", ["expires_at"], unique=False)
    op.create_index(op.f("ix_invocations_person"), "invocations", ["person"], unique=False)
    op.create_index(op.f("ix_invocations_room"), "invocations", ["room"], unique=False)
    op.create_index(op.f("ix_invocations_session"), "invocations", ["session"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_suggestions_circle_circles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index(op.f("ix_suggestions_circle"), "suggestions", ["circle"], unique=False)
    op.create_index(op.f("ix_suggestions_person"), "suggestions", ["person"], unique=False)


def _queues() -> None:
    op.create_table(
        "inbox",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "event", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"], unique=False)
    op.create_table(
        "timers",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_timers")),
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at", "key"], unique=False)
    op.create_index(op.f("ix_timers_subject"), "timers", ["subject"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_next",
        "outbox",
        ["account", "priority", "sequence"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(op.f("ix_outbox_room"), "outbox", ["room"], unique=False)
    op.create_index(
        "ix_outbox_room_line",
        "outbox",
        ["room", "account", "priority", "sequence"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_outbox_slot",
        "outbox",
        ["room", "account", "slot", "sequence"],
        unique=False,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_outbox_settled_at",
        "outbox",
        ["settled_at"],
        unique=False,
        sqlite_where=SETTLED,
        postgresql_where=SETTLED,
    )
    op.create_table(
        "slots",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "room", "slot", name=op.f("pk_slots")),
    )
    op.create_index(op.f("ix_slots_at"), "slots", ["at"], unique=False)
