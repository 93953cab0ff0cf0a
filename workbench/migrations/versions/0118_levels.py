"""how difficult a sample is, as the last survey weighed it."""

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("sample_topics", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(), nullable=False, server_default=""))
