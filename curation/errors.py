"""The one tree of expected errors: each message is a sentence with the place and the cure."""


class WorkbenchError(Exception):
    """Something expected went wrong; the message is a sentence for a person, shown once."""


class InputError(WorkbenchError):
    """What was given cannot be used: a file, a row, a mapping, a setting."""


class NotFoundError(WorkbenchError):
    """What was asked for by name or number is not in this project."""


class PermissionRefusedError(WorkbenchError):
    """The person's roles in the project do not allow this."""


class SignedOutError(WorkbenchError):
    """Nobody is signed in here, or not any more."""


class TooManyTriesError(WorkbenchError):
    """Signing in failed too often; `seconds` says when the next try is looked at."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class StaleRevisionError(WorkbenchError):
    """A save named a revision that is no longer the head; both texts are kept."""


class LeaseLostError(WorkbenchError):
    """The sample is held by somebody else by now."""


class ConflictError(WorkbenchError):
    """The change contradicts the state the object is in by now."""


class OwnWorkError(ConflictError):
    """Somebody would decide on what they wrote themselves."""


class AlreadyDecidedError(ConflictError):
    """Something else was decided of this already; it is changed by naming that decision, never by the way."""


class StorageError(WorkbenchError):
    """A disk, a folder or the database refused: full, locked, missing, damaged."""


class SealError(WorkbenchError):
    """A sealed value cannot be opened: the key is missing or another one."""


class JobFailedError(WorkbenchError):
    """A background job ended with a sentence instead of a result."""


class JobCancelledError(WorkbenchError):
    """Somebody asked a job to stop; raised by its reporter, and the job ends as cancelled."""
