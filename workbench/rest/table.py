"""The whole table of the REST door."""

from workbench.access import PROGRAMS
from workbench.rest import decisions, desk, imports, log, releases, samples
from workbench.rest.operations import Operation

PREFIX = PROGRAMS


def operations() -> tuple[Operation, ...]:
    """Return every row, in the order of the document."""
    return (
        *samples.operations(),
        *imports.operations(),
        *desk.operations(),
        *decisions.operations(),
        *releases.operations(),
        *log.operations(),
    )
