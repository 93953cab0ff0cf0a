"""review by several people: voices that count, and samples whose answer is known."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0118"
branch_labels = None
depends_on = None

_VOICES = """
INSERT INTO voices (sample_id, person_id, decision_id, slot, slots)
SELECT d.sample_id, d.person_id, d.id, NULL, 1
FROM decisions d JOIN samples s ON s.id = d.sample_id AND s.head = d.revision
WHERE d.verdict IN ('approve', 'reject', 'escalate')
  AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)
  AND NOT EXISTS (
    SELECT 1 FROM decisions n
    WHERE n.sample_id = d.sample_id AND n.person_id = d.person_id AND n.verdict IN ('approve', 'reject', 'escalate')
      AND (n.created_at > d.created_at OR (n.created_at = d.created_at AND n.id > d.id))
      AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = n.id))
"""


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    with op.batch_alter_table("decisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(), server_default="review", nullable=False))
        batch_op.add_column(sa.Column("slots", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("slot", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("blind", sa.Boolean(), server_default=sa.true(), nullable=False))
    _add_voices()
    _add_gold()
    op.execute(_VOICES)


def _add_voices() -> None:
    op.create_table(
        "voices",
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name=op.f("fk_voices_decision_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_voices_person_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_voices_sample_id")),
        sa.PrimaryKeyConstraint("sample_id", "person_id", name=op.f("pk_voices")),
    )
    with op.batch_alter_table("voices", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_voices_person_id"), ["person_id"], unique=False)


def _add_gold() -> None:
    op.create_table(
        "gold_samples",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("expected", sa.String(), nullable=False),
        sa.Column("expected_revision", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_gold_samples_made_by")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_gold_samples_project_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_gold_samples_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gold_samples")),
    )
    with op.batch_alter_table("gold_samples", schema=None) as batch_op:
        batch_op.create_index("ix_gold_samples_project", ["project_id", "ended_at"], unique=False)
        batch_op.create_index(op.f("ix_gold_samples_sample_id"), ["sample_id"], unique=False)
    op.create_table(
        "probes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("sample_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("gold_id", sa.String(), nullable=True),
        sa.Column("repeats", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["gold_id"], ["gold_samples.id"], name=op.f("fk_probes_gold_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_probes_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_probes_project_id")),
        sa.ForeignKeyConstraint(["repeats"], ["decisions.id"], name=op.f("fk_probes_repeats")),
        sa.ForeignKeyConstraint(["sample_id"], ["samples.id"], name=op.f("fk_probes_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probes")),
    )
    with op.batch_alter_table("probes", schema=None) as batch_op:
        batch_op.create_index("ix_probes_person", ["project_id", "person_id", "sample_id"], unique=False)
    _add_answers()


def _add_answers() -> None:
    op.create_table(
        "probe_answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("probe_id", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("alike", sa.Double[float](), nullable=True),
        sa.Column("seconds", sa.Double[float](), nullable=False),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["probe_id"], ["probes.id"], name=op.f("fk_probe_answers_probe_id")),
        sa.ForeignKeyConstraint(["undoes"], ["probe_answers.id"], name=op.f("fk_probe_answers_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_probe_answers")),
        sa.UniqueConstraint("undoes", name=op.f("uq_probe_answers_undoes")),
    )
    with op.batch_alter_table("probe_answers", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_probe_answers_probe_id"), ["probe_id"], unique=False)
