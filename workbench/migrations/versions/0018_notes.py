"""what a note compares with, and how far samples stand apart."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("findings", schema=None) as batch_op:
        for name in ("nearest_index", "nearest_start", "nearest_end"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
    with op.batch_alter_table("sample_topics", schema=None) as batch_op:
        for name in ("rare", "novel"):
            batch_op.add_column(sa.Column(name, sa.Double(), nullable=False, server_default="0"))
