"""For platforms without buttons: which actions stand under which message, what is known of rooms, accounts' memory."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Makes the three tables."""
    op.create_table(
        "shown_actions",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("emoji", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_shown_actions")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shown_actions_ref", "shown_actions", ["account", "ref"])
    op.create_index("ix_shown_actions_word", "shown_actions", ["account", "room", "word", "sequence"])
    op.create_index("ix_shown_actions_token", "shown_actions", ["token"])
    op.create_table(
        "rooms",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_rooms")),
    )
    op.create_table(
        "account_state",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "key", name=op.f("pk_account_state")),
    )
