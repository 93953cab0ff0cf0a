"""what a sample was last compared with, of what is held back."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0218"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.add_column(sa.Column("compared_hash", sa.String(), nullable=True))
