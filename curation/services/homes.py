"""The home folder and its key: made where there is none, and never opened with a key that is not its own."""

from pathlib import Path

from curation.domain.identity import new_id
from curation.errors import SealError, StorageError
from curation.pii.sealed import Seal, seal_from
from curation.texts import text

KEY_CHECK = "key-check.sealed"
_WORD = "workbench"


def make_home(home: Path) -> None:
    """Make the home folder where there is none; raises StorageError where that cannot be."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused_home(home, error) from error


def refused_home(home: Path, error: OSError) -> StorageError:
    """Turn what the disk said of a home folder into a sentence with the place and the cure."""
    return StorageError(
        text(
            "The home folder {home} cannot be used: {reason}. Make it writable and make room, or name another one "
            "with --home or WORKBENCH_HOME.",
            home=home,
            reason=error.strerror or str(error),
        )
    )


def seal_of(home: Path, key_file: Path) -> Seal:
    """Return the seal of a home: a new key for a new home, and only its own key for one in use.

    A home keeps one sealed word, so that a key that is missing or another one is told before anything is
    sealed with it. Raises SealError, StorageError.
    """
    check = home / KEY_CHECK
    if check.exists() and not key_file.exists():
        raise SealError(
            text(
                "The key file {file} of the home {home} is missing. Put it back, or name it with WORKBENCH_KEY_FILE. "
                "If it is lost, so is what it sealed: remove {check} to go on with a new key.",
                file=key_file,
                home=home,
                check=check,
            )
        )
    seal = seal_from(key_file)
    try:
        if check.exists():
            _require_own(seal, check, key_file)
        else:
            _write(seal, check)
    except OSError as error:
        raise refused_home(home, error) from error
    return seal


def _require_own(seal: Seal, check: Path, key_file: Path) -> None:
    try:
        seal.open_bytes(check.read_bytes())
    except SealError as error:
        raise SealError(
            text(
                "The key file {file} is not the key of the home {home}. Put its own key back, or name it with "
                "WORKBENCH_KEY_FILE. If it is lost, so is what it sealed: remove {check} to go on with this key.",
                file=key_file,
                home=check.parent,
                check=check,
            )
        ) from error


def _write(seal: Seal, check: Path) -> None:
    aside = check.with_suffix(f".{new_id()}.part")
    try:
        aside.write_bytes(seal.close(_WORD))
        aside.replace(check)
    finally:
        aside.unlink(missing_ok=True)
