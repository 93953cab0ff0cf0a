"""what people rate beside answers to control samples and repeats, and what they typed, for their undo."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "probe_ratings",
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answer_id"], ["probe_answers.id"], name=op.f("fk_probe_ratings_answer_id")),
        sa.PrimaryKeyConstraint("answer_id", "criterion", name=op.f("pk_probe_ratings")),
    )
    with op.batch_alter_table("probe_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("typed_sealed", sa.LargeBinary(), nullable=True))
