"""For what a circle has between two sessions, choices about notes, and how many were present some forgotten or not."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Makes two tables and a column."""
    op.create_table(
        "between",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _of_circle("between"),
        sa.PrimaryKeyConstraint("circle", name=op.f("pk_between")),
    )
    op.create_table(
        "note_choices",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _of_circle("note_choices"),
        sa.PrimaryKeyConstraint("circle", "person", name=op.f("pk_note_choices")),
    )
    op.create_index("ix_note_choices_person", "note_choices", ["person"])
    op.add_column("session_records", sa.Column("present", sa.Integer()))


def _of_circle(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_circle_circles")
    return sa.ForeignKeyConstraint(["circle"], ["circles.id"], name=name, ondelete="CASCADE")
