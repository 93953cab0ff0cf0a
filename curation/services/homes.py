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

    A home keeps one sealed word. Where its key is missing or another one lies there, the seal is a lost one: it
    says so wherever something sealed is wanted, and seals nothing with another key. Raises SealError, StorageError.
    """
    check = home / KEY_CHECK
    if check.exists() and not key_file.exists():
        return Seal.without_key(
            text(
                "The key file {file} of the home {home} is missing. Put it back, or name it with WORKBENCH_KEY_FILE. "
                "Until then nothing that is sealed can be read and nothing can be imported. If the key is lost, so is "
                "what it sealed; a new key is started with: workbench pii new-key",
                file=key_file,
                home=home,
            ),
            home,
        )
    seal = seal_from(key_file, home)
    try:
        if not check.exists():
            _write(seal, check)
        elif not _is_own(seal, check):
            return Seal.without_key(
                text(
                    "The key file {file} is not the key of the home {home}. Put its own key back, or name it with "
                    "WORKBENCH_KEY_FILE. Until then nothing that is sealed can be read and nothing can be imported. If "
                    "the key is lost, so is what it sealed; this one is used from now on with: workbench pii new-key",
                    file=key_file,
                    home=home,
                ),
                home,
            )
    except OSError as error:
        raise refused_home(home, error) from error
    return seal


def take_new_key(home: Path, key_file: Path) -> Seal:
    """Let a home go on with the key that lies there, or with a fresh one; raises SealError, StorageError.

    What the old key sealed stays closed for ever: whoever calls this has let go of it before.
    """
    seal = seal_from(key_file, home)
    try:
        _write(seal, home / KEY_CHECK)
    except OSError as error:
        raise refused_home(home, error) from error
    return seal


def _is_own(seal: Seal, check: Path) -> bool:
    try:
        seal.open_bytes(check.read_bytes())
    except SealError:
        return False
    return True


def _write(seal: Seal, check: Path) -> None:
    aside = check.with_suffix(f".{new_id()}.part")
    try:
        aside.write_bytes(seal.close(_WORD))
        aside.replace(check)
    finally:
        aside.unlink(missing_ok=True)
