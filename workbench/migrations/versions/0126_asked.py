"""what is still asked for is counted from an index, and decisions are found by the section that they rest on."""

from alembic import op

revision = "0126"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_asked", ["project_id", "status", "risk", "least_slots"], unique=False)
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_section", ["section", "section_hash"], unique=False)
