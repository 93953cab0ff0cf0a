"""finding samples and acting on many: tags, assignments, saved views, bulk acts, and the indexes they need."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "bulk_acts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("filled_to", sa.String(), nullable=True),
        sa.Column("filled", sa.Boolean(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("undo_job_id", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_bulk_acts_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_bulk_acts_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_acts")),
    )
    with op.batch_alter_table("bulk_acts", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_acts_project", ["project_id", "created_at"], unique=False)

    op.create_table(
        "views",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_views_owner_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_views_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
    )
    with op.batch_alter_table("views", schema=None) as batch_op:
        batch_op.create_index("ix_views_project", ["project_id", "owner_id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("act_id", sa.String(), nullable=True),
        sa.Column("assigned_by", sa.String(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["assigned_by"], ["people.id"], name=op.f("fk_assignments_assigned_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_assignments_project_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_assignments_sample_id")),
        sa.PrimaryKeyConstraint("project_id", "person_id", "sample_id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_sample", ["sample_id"], unique=False)

    op.create_table(
        "bulk_items",
        sa.Column("act_id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=True),
        sa.Column("undo_outcome", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["bulk_acts.id"], name=op.f("fk_bulk_items_act_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_bulk_items_sample_id")),
        sa.PrimaryKeyConstraint("act_id", "sample_id", name=op.f("pk_bulk_items")),
    )
    with op.batch_alter_table("bulk_items", schema=None) as batch_op:
        batch_op.create_index("ix_bulk_items_outcome", ["act_id", "outcome", "undo_outcome", "sample_id"], unique=False)

    op.create_table(
        "search_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_search_rows_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_rows")),
        sa.UniqueConstraint("sample_id", name=op.f("uq_search_rows_sample_id")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("act_id", sa.String(), nullable=True),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["people.id"], name=op.f("fk_tags_added_by")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_tags_project_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_tags_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.create_index("ix_tags_sample", ["sample_id"], unique=False)
        batch_op.create_index("ix_tags_tag", ["project_id", "tag", "sample_id"], unique=False)

    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(), nullable=False, server_default="desk"))
        batch_op.create_index("ix_decisions_created", ["created_at"], unique=False)

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_action", ["action", "number"], unique=False)
        batch_op.create_index("ix_events_actor", ["actor", "number"], unique=False)
        batch_op.create_index("ix_events_at", ["at", "number"], unique=False)

    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_attention", ["project_id", "attention", "id"], unique=False)
        batch_op.create_index("ix_samples_changed", ["project_id", "changed_at", "id"], unique=False)
        batch_op.create_index("ix_samples_created", ["project_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_samples_language", ["project_id", "language"], unique=False)
        batch_op.create_index("ix_samples_origin", ["project_id", "origin"], unique=False)
