"""Where the models that a policy names lie: folders are named from where the policy lies, so that both can move."""

from dataclasses import replace
from pathlib import Path

from curation.pii.policy import PiiPolicy

_KINDS = ("hf", "gliner")
# What a policy of an earlier version names in full: home/models/names/PROJECT/HASH.
_OWN = ("models", "names")
_OWN_PARTS = 4


def placed(policy: PiiPolicy, base: Path) -> PiiPolicy:
    """Return a policy whose model folders are whole paths; relative ones begin at `base`."""
    kind, colon, name = policy.engine.partition(":")
    engine = f"{kind}:{folder_of(name, base)}" if colon and kind in _KINDS and name else policy.engine
    names = str(folder_of(policy.names_model, base)) if policy.names_model else ""
    if (engine, names) == (policy.engine, policy.names_model):
        return policy
    return replace(policy, engine=engine, names_model=names)


def folder_of(named: str, base: Path) -> Path:
    """Return the folder that a policy names; one of a home that was moved, or restored elsewhere, is found there."""
    path = Path(named).expanduser()
    if not path.is_absolute():
        return base / path
    tail = path.parts[-_OWN_PARTS:]
    if not path.exists() and tail[: len(_OWN)] == _OWN:
        return base.joinpath(*tail)
    return path
