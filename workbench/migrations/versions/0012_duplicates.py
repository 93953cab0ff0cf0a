"""what people decide on duplicate groups."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "group_decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("members", sa.JSON(), nullable=True),
        sa.Column("keeper", sa.String(), nullable=True),
        sa.Column("apart", sa.JSON(), nullable=True),
        sa.Column("copies", sa.JSON(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_group_decisions_decided_by")),
        sa.ForeignKeyConstraint(["keeper"], ["samples.id"], name=op.f("fk_group_decisions_keeper")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_group_decisions_project_id")),
        sa.ForeignKeyConstraint(["undoes"], ["group_decisions.id"], name=op.f("fk_group_decisions_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_decisions")),
        sa.UniqueConstraint("undoes", name=op.f("uq_group_decisions_undoes")),
    )
    with op.batch_alter_table("group_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_group_decisions_project", ["project_id", "decided_at"], unique=False)
