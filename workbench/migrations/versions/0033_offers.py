"""the word that a note on spelling offers instead."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offer", sa.Text(), nullable=True))
