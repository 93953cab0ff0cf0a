"""an index of the values that were rated, for the filter of the page of all samples."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("decision_ratings", schema=None) as batch_op:
        batch_op.create_index("ix_decision_ratings_value", ["criterion", "value"], unique=False)
