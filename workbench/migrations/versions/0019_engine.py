"""what looked for personal data in a source."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("engine", sa.Text(), nullable=True))
