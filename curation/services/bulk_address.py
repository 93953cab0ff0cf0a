"""The filters of an act on many samples, kept: what somebody typed into them is sealed, for it may name anybody."""

import json
from collections.abc import Mapping
from dataclasses import replace

from curation.domain.bulk import BulkAct
from curation.domain.identity import Json, canonical_json
from curation.errors import InputError
from curation.pii.sealed import Seal
from curation.texts import text

TYPED = ("words", "pattern", "specialty")


def closed(seal: Seal, address: Mapping[str, str]) -> tuple[dict[str, str], bytes | None]:
    """Return filters with the typed ones emptied, and those sealed; None where nothing was typed."""
    typed: dict[str, Json] = {name: address[name] for name in TYPED if address.get(name, "").strip()}
    kept = {name: "" if name in typed else value for name, value in address.items()}
    return kept, seal.close(canonical_json(typed)) if typed else None


def opened(seal: Seal, act: BulkAct) -> BulkAct:
    """Return an act with the filters that its person typed, as far as they are still kept."""
    if act.typed is None:
        return act
    typed: Json = json.loads(seal.open(act.typed))
    said = {name: str(value) for name, value in typed.items()} if isinstance(typed, Mapping) else {}
    return replace(act, address={**act.address, **said})


def require_filters(act: BulkAct) -> None:
    """Raise InputError where a filter is gone: without it the act would reach more than was asked for."""
    if not act.told:
        raise InputError(
            text("What was searched for is not kept any more, so this act cannot list its samples. Begin it again.")
        )
