"""surrogates of projects, and where personal data stood in metadata."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "surrogates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("entity_type", sa.String(), nullable=False),
        sa.Column("owner_key", sa.String(), nullable=False),
        sa.Column("surrogate", sa.Text(), nullable=False),
        sa.Column("surrogate_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_surrogates_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surrogates")),
        sa.UniqueConstraint("project_id", "owner_key", name=op.f("uq_surrogates_project_id_owner_key")),
        sa.UniqueConstraint("project_id", "surrogate_hash", name=op.f("uq_surrogates_project_id_surrogate_hash")),
    )
    op.create_table(
        "metadata_spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("original_start", sa.Integer(), nullable=False),
        sa.Column("original_end", sa.Integer(), nullable=False),
        sa.Column("entity_type", sa.String(), nullable=False),
        sa.Column("detector", sa.String(), nullable=False),
        sa.Column("score", sa.Double[float](), nullable=False),
        sa.Column("placeholder", sa.String(), nullable=False),
        sa.Column("value_id", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_metadata_spans_sample_id")),
        sa.ForeignKeyConstraint(["value_id"], ["sealed_values.id"], name=op.f("fk_metadata_spans_value_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metadata_spans")),
    )
    with op.batch_alter_table("metadata_spans", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_metadata_spans_sample_id"), ["sample_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_metadata_spans_value_id"), ["value_id"], unique=False)
