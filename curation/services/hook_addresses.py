"""Where a webhook leads, as it is kept: sealed, with the secret of its signature."""

import json

from curation.domain.identity import Json
from curation.domain.webhooks import Address
from curation.errors import SealError
from curation.pii.sealed import Seal


def address_from(seal: Seal, sealed: bytes) -> Address | None:
    """Open the address of a webhook, None where this key does not."""
    try:
        opened: Json = json.loads(seal.open(sealed))
    except SealError:
        return None
    match opened:
        case {"url": str() as url, "secret": str() as secret}:
            return Address(url, secret)
        case _:
            return None
