"""what was typed into the filters of an act on many samples, sealed; what stood there in clear goes."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0126"
branch_labels = None
depends_on = None

_ACTS = sa.table("bulk_acts", sa.column("id", sa.String()), sa.column("address", sa.JSON()))
_TYPED = ("words", "pattern", "specialty")


def upgrade() -> None:
    """Bring the tables to this revision; the way back is the backup copy made before.

    The key that seals is not here. Acts that have listed their samples need their filters no more; one that has not
    says that it must be begun again.
    """
    with op.batch_alter_table("bulk_acts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("typed", sa.LargeBinary(), nullable=True))
    for name, address in op.get_bind().execute(sa.select(_ACTS.c.id, _ACTS.c.address)).all():
        kept = {key: "" if key in _TYPED else value for key, value in address.items()}
        if kept != address:
            op.execute(_ACTS.update().where(_ACTS.c.id == name).values(address=kept))
