"""topics and the last survey of a project's texts."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "surveys",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_surveys_project_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_surveys")),
    )
    op.create_table(
        "topics",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_topics_project_id")),
        sa.PrimaryKeyConstraint("project_id", "number", name=op.f("pk_topics")),
    )
    op.create_table(
        "sample_topics",
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_sample_topics_project_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_sample_topics_sample_id")),
        sa.PrimaryKeyConstraint("sample_id", name=op.f("pk_sample_topics")),
    )
    with op.batch_alter_table("sample_topics", schema=None) as batch_op:
        batch_op.create_index("ix_sample_topics_topic", ["project_id", "topic"], unique=False)
