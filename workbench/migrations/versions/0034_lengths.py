"""how long questions and answers are, and indexes that lead by it."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    # SQLite adds no stored column to a table that is there, PostgreSQL before 18 knows no other.
    stored = op.get_bind().dialect.name == "postgresql"
    for name in ("question", "answer"):
        counted = sa.Computed(f"length({name})", persisted=stored)
        op.add_column("revisions", sa.Column(f"{name}_length", sa.Integer(), counted))
        op.create_index(f"ix_revisions_{name}_length", "revisions", [f"{name}_length"])
    op.create_index("ix_revisions_sizes", "revisions", ["sample_id", "number", "question_length", "answer_length"])
