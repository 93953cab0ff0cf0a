"""what reviewers rate beside their decisions, on the project's rubric."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0227"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "decision_ratings",
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_decision_ratings_decision_id")),
        sa.PrimaryKeyConstraint("decision_id", "criterion", name=op.f("pk_decision_ratings")),
    )
