"""who gets what: lanes of samples, what people know, whom a source is kept from, whom a sample was given to."""

import hashlib
import json
import zlib
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0026"
branch_labels = None
depends_on = None

_AT_ONCE = 5_000
_FAR = datetime(9999, 1, 1)  # noqa: DTZ001 - moments are stored without their zone


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before."""
    _tables()
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=True))
    op.execute("UPDATE memberships SET languages = '[]'")
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.add_column(sa.Column("specialties", sa.JSON(), nullable=True))
    op.execute("UPDATE sources SET specialties = '[]'")
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lane_key", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("risk_said", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("least_slots", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE samples SET risk_said = risk WHERE risk > 0")
    _assignments()
    _lanes()
    with op.batch_alter_table("samples", schema=None) as batch_op:
        batch_op.create_index("ix_samples_lane", ["project_id", "status", "lane_key", "attention", "id"], unique=False)


def _tables() -> None:
    op.create_table(
        "lanes",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("specialties", sa.JSON(), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column("reserved", sa.Boolean(), nullable=False),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_lanes_project_id")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_lanes_source_id")),
        sa.PrimaryKeyConstraint("project_id", "key", name=op.f("pk_lanes")),
    )
    op.create_table(
        "source_bars",
        sa.Column("project_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_source_bars_person_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_source_bars_project_id")),
        sa.ForeignKeyConstraint(["said_by"], ["people.id"], name=op.f("fk_source_bars_said_by")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_bars_source_id")),
        sa.PrimaryKeyConstraint("project_id", "source_id", "person_id", name=op.f("pk_source_bars")),
    )


def _assignments() -> None:
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wanted_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("reserves", sa.Boolean(), nullable=True))
    given = sa.table(
        "assignments",
        sa.column("due_at", sa.DateTime()),
        sa.column("wanted_at", sa.DateTime()),
        sa.column("waits", sa.Boolean()),
        sa.column("reserves", sa.Boolean()),
    )
    # Given before there were queues: they come first to whom they were given, and are kept from nobody.
    wanted = sa.func.coalesce(given.c.due_at, sa.literal(_FAR))
    op.get_bind().execute(given.update().values(wanted_at=wanted, waits=True, reserves=False))
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.alter_column("wanted_at", existing_type=sa.DateTime(), nullable=False)
        batch_op.alter_column("waits", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("reserves", existing_type=sa.Boolean(), nullable=False)
        batch_op.create_index(
            "ix_assignments_desk", ["project_id", "person_id", "waits", "wanted_at", "sample_id"], unique=False
        )
        batch_op.create_index("ix_assignments_due", ["project_id", "reserves", "wanted_at"], unique=False)


def _lanes() -> None:
    """Give every sample its lane: language and draw; nothing else was known of who gets it."""
    samples = sa.table(
        "samples", sa.column("id"), sa.column("project_id"), sa.column("language"), sa.column("lane_key")
    )
    lanes = sa.table(
        "lanes",
        sa.column("project_id", sa.String()),
        sa.column("key", sa.String()),
        sa.column("language", sa.String()),
        sa.column("specialties", sa.JSON()),
        sa.column("reserved", sa.Boolean()),
        sa.column("bucket", sa.Integer()),
    )
    known: set[tuple[str, str]] = set()
    bind, last = op.get_bind(), ""
    while True:
        query = sa.select(samples.c.id, samples.c.project_id, samples.c.language).where(samples.c.id > last)
        rows = bind.execute(query.order_by(samples.c.id).limit(_AT_ONCE)).all()
        if not rows:
            return
        last = rows[-1][0]
        named: list[dict[str, str]] = []
        for name, project, language in rows:
            bucket = zlib.crc32(name.encode()) % 10
            said = json.dumps([language, [], None, False, bucket], ensure_ascii=False, separators=(",", ":"))
            key = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]
            named.append({"name": name, "lane": key})
            if (project, key) not in known:
                known.add((project, key))
                fresh = lanes.insert().values(
                    project_id=project, key=key, language=language, specialties=[], reserved=False, bucket=bucket
                )
                bind.execute(fresh)
        change = samples.update().where(samples.c.id == sa.bindparam("name")).values(lane_key=sa.bindparam("lane"))
        bind.execute(change, named)
