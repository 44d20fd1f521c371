"""For dates to come: a circle's choices, answers, times that are looked for, and what persons asked to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Makes the four tables."""
    op.create_table(
        "customs",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _of_circle("customs"),
        sa.PrimaryKeyConstraint("circle", name=op.f("pk_customs")),
    )
    op.create_table(
        "rsvps",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("date", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _of_circle("rsvps"),
        sa.PrimaryKeyConstraint("circle", "date", name=op.f("pk_rsvps")),
    )
    op.create_index("ix_rsvps_starts_at", "rsvps", ["starts_at"])
    op.create_table(
        "polls",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _of_circle("polls"),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_polls")),
    )
    op.create_index("ix_polls_until", "polls", ["until"])
    op.create_table(
        "wishes",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("prompt", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.String()),
        _of_circle("wishes"),
        sa.PrimaryKeyConstraint("circle", "person", name=op.f("pk_wishes")),
    )
    op.create_index("ix_wishes_person", "wishes", ["person"])


def _of_circle(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_circle_circles")
    return sa.ForeignKeyConstraint(["circle"], ["circles.id"], name=name, ondelete="CASCADE")
