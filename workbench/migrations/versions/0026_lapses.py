"""what lapses: samples put back into the queue, changes of last days, and sources that newer ones supersede."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "recalls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("newer_id", sa.String(), nullable=True),
        sa.Column("section_id", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.String(), nullable=True),
        sa.Column("recalled_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["newer_id"], ["sources.id"], name=op.f("fk_recalls_newer_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_recalls_project_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_recalls_sample_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_recalls_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recalls")),
    )
    with op.batch_alter_table("recalls", schema=None) as batch_op:
        batch_op.create_index("ix_recalls_sample", ["sample_id", "at"], unique=False)
        batch_op.create_index("ix_recalls_project", ["project_id", "kind", "sample_id"], unique=False)

    op.create_table(
        "valid_untils",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("before", sa.DateTime(), nullable=True),
        sa.Column("after", sa.DateTime(), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_valid_untils_project_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_valid_untils_sample_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_valid_untils_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_valid_untils")),
    )
    with op.batch_alter_table("valid_untils", schema=None) as batch_op:
        batch_op.create_index("ix_valid_untils_sample", ["sample_id", "changed_at"], unique=False)
        batch_op.create_index("ix_valid_untils_source", ["source_id", "changed_at"], unique=False)
        batch_op.create_index("ix_valid_untils_decision", ["decision_id"], unique=False)

    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_valid", ["project_id", "valid_until"], unique=False)

    op.add_column("sources", sa.Column("superseded_by", sa.String(), nullable=True))
    op.add_column("sources", sa.Column("superseded_at", sa.DateTime(), nullable=True))
