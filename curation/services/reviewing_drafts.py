"""Opens the drafts of their author."""

import json

from curation.domain.desk import Draft
from curation.pii.sealed import Seal
from curation.store.drafts import SealedDraft


def opened(seal: Seal, draft: SealedDraft | None) -> Draft | None:
    """Open a sealed draft."""
    if draft is None:
        return None
    typed = json.loads(seal.open(draft.sealed))
    return Draft(
        sample_id=draft.sample_id,
        revision=draft.revision,
        question=str(typed["question"]),
        answer=str(typed["answer"]),
        comment=str(typed["comment"]),
        changed_at=draft.changed_at,
    )
