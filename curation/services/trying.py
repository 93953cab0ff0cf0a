"""Short questions to the worker, and what all that try rules out before they are kept have in common."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from curation.domain.identity import Json
from curation.errors import InputError, JobFailedError, WorkbenchError
from curation.texts import text

Ask = Callable[[str, Json], Json]
"""Puts a short question to the worker: its kind and what is asked."""
_Tried = TypeVar("_Tried")


@dataclass(frozen=True)
class NotTried:
    """Why rules could not be tried out, with the cure; `readable` tells whether they could be kept all the same."""

    because: str
    readable: bool


def tried_or_why(tried: Callable[[], _Tried]) -> _Tried | NotTried:
    """Try rules out, and say why where that cannot be: a place in them with its cure, or no worker there."""
    try:
        return tried()
    except InputError as error:
        return NotTried(str(error), readable=False)
    except WorkbenchError as error:
        return NotTried(str(error), readable=True)


def unreadable_answer() -> JobFailedError:
    """Return what is raised where the worker answers something else than what was asked."""
    return JobFailedError(
        text("The worker's answer cannot be read. Start the workbench again, so that both are of one version.")
    )
