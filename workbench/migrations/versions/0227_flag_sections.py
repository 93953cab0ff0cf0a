"""the section of the guidelines that a flag rests on."""

import sqlalchemy as sa
from alembic import op

revision = "0227"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.add_column(sa.Column("section", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("section_hash", sa.String(), nullable=True))
