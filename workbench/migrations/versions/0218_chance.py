"""the queue in an order of chance."""

from alembic import op

revision = "0218"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_chance", ["project_id", "status", "id"], unique=False)
