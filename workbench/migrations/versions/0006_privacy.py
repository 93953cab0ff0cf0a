"""privacy."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "privacy_decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("entity_type", sa.String(), nullable=False),
        sa.Column("value_hmac", sa.String(), nullable=False),
        sa.Column("result_type", sa.String(), nullable=False),
        sa.Column("result_hmac", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_privacy_decisions_decided_by")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_privacy_decisions_project_id")),
        sa.ForeignKeyConstraint(["undoes"], ["privacy_decisions.id"], name=op.f("fk_privacy_decisions_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_decisions")),
        sa.UniqueConstraint("undoes", name=op.f("uq_privacy_decisions_undoes")),
    )
    with op.batch_alter_table("privacy_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_privacy_decisions_project", ["project_id", "decided_at"], unique=False)

    with op.batch_alter_table("sealed_values", schema=None) as batch_op:
        batch_op.add_column(sa.Column("spelling", sa.String(), nullable=True))
