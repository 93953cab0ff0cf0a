"""samples."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    op.create_table(
        "duplicate_groups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_duplicate_groups_project_id")),
        sa.PrimaryKeyConstraint("id", "project_id", name=op.f("pk_duplicate_groups")),
    )
    op.create_table(
        "sealed_values",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("entity_type", sa.String(), nullable=False),
        sa.Column("value_hmac", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_sealed_values_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_values")),
        sa.UniqueConstraint(
            "project_id", "entity_type", "value_hmac", name=op.f("uq_sealed_values_project_id_entity_type_value_hmac")
        ),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bytes_hash", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=True),
        sa.Column("mapping_hash", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("bad_rows", sa.JSON(), nullable=True),
        sa.Column("valid_until", sa.DateTime(), nullable=True),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_sources_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint(
            "project_id", "bytes_hash", "mapping_hash", name=op.f("uq_sources_project_id_bytes_hash_mapping_hash")
        ),
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_passages_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
    )
    with op.batch_alter_table("passages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passages_source_id"), ["source_id"], unique=False)

    op.create_table(
        "samples",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("passage_id", sa.String(), nullable=True),
        sa.Column("locator", sa.String(), nullable=False),
        sa.Column("record", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("task_kind", sa.String(), nullable=False),
        sa.Column("specialties", sa.JSON(), nullable=True),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=True),
        sa.Column("valid_until", sa.DateTime(), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=True),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attention", sa.Double[float](), nullable=False),
        sa.Column("group_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["passage_id"], ["passages.id"], name=op.f("fk_samples_passage_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_samples_project_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_samples_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_group", ["project_id", "group_id"], unique=False)
        batch_op.create_index("ix_samples_queue", ["project_id", "status", "attention", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_samples_source_id"), ["source_id"], unique=False)

    op.create_table(
        "duplicate_pairs",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("jaccard", sa.Double[float](), nullable=False),
        sa.ForeignKeyConstraint(["first"], ["samples.id"], name=op.f("fk_duplicate_pairs_first")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_duplicate_pairs_project_id")),
        sa.ForeignKeyConstraint(["second"], ["samples.id"], name=op.f("fk_duplicate_pairs_second")),
        sa.PrimaryKeyConstraint("project_id", "first", "second", "kind", name=op.f("pk_duplicate_pairs")),
    )
    with op.batch_alter_table("duplicate_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duplicate_pairs_second"), ["second"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("messages", sa.JSON(), nullable=True),
        sa.Column("context", sa.JSON(), nullable=True),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("meaning_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_revisions_author_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_revisions_sample_id")),
        sa.PrimaryKeyConstraint("sample_id", "number", name=op.f("pk_revisions")),
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("check", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("part", sa.String(), nullable=True),
        sa.Column("index", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("dismissed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sample_id", "revision"],
            ["revisions.sample_id", "revisions.number"],
            name=op.f("fk_findings_sample_id_revision"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_findings_check"), ["check"], unique=False)
        batch_op.create_index("ix_findings_revision", ["sample_id", "revision"], unique=False)

    op.create_table(
        "pii_spans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
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
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sample_id", "revision"],
            ["revisions.sample_id", "revisions.number"],
            name=op.f("fk_pii_spans_sample_id_revision"),
        ),
        sa.ForeignKeyConstraint(["value_id"], ["sealed_values.id"], name=op.f("fk_pii_spans_value_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pii_spans")),
    )
    with op.batch_alter_table("pii_spans", schema=None) as batch_op:
        batch_op.create_index("ix_pii_spans_revision", ["sample_id", "revision"], unique=False)
        batch_op.create_index(batch_op.f("ix_pii_spans_value_id"), ["value_id"], unique=False)
