"""For circles' own prompts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "own_prompts",
        sa.Column("circle", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle"], ["circles.id"], name=op.f("fk_own_prompts_circle_circles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle", "id", name=op.f("pk_own_prompts")),
    )
    op.create_index("ix_own_prompts_person", "own_prompts", ["person"])
