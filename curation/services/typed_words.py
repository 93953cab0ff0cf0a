"""Short words that others see as they are typed, such as tags and names of views: refused where they name somebody.

A word cannot stand sealed until it is screened, because people find samples by it. What is made of ordinary words
is taken at once; anything else is asked of the worker, who looks by the project's rules and keeps nothing.
"""

import re
from dataclasses import dataclass

from curation.domain.identity import Json
from curation.domain.projects import Project
from curation.errors import InputError
from curation.pii.gazetteer import gazetteer_in
from curation.pii.policy import PiiPolicy
from curation.services.pii_tried import TRY_PII, tried_rules_from
from curation.services.privacy_values import without_sealed
from curation.services.trying import Ask
from curation.store.database import Database
from curation.store.projects import policy
from curation.texts import text

_RUN = re.compile(r"[^\W\d_]+|\d+")
_SHORT = 2
_YEAR = 4
_MOST_DIGITS = 5


@dataclass(frozen=True)
class TypedWords:
    """Lets words pass that name nobody; `ask` puts a short question to the worker."""

    database: Database
    ask: Ask

    def require_nobody(self, project: Project, *typed: str) -> None:
        """Raise InputError where some words are personal data, JobFailedError where nobody is there to look."""
        for said in typed:
            if sum(map(str.isdigit, said)) > _MOST_DIGITS:
                raise InputError(
                    text(
                        "A number of more than {most} digits may be somebody's, and others would see it. Choose other "
                        "words.",
                        most=_MOST_DIGITS,
                    )
                )
            if not is_plain(said):
                self._ask(project, said)

    def _ask(self, project: Project, said: str) -> None:
        with self.database.reading() as tx:
            rules = PiiPolicy.from_json(without_sealed(policy(tx, project.id, "pii")))
        question: Json = {"project_id": project.id, "policy": rules.to_json(), "text": said}
        found = tried_rules_from(self.ask(TRY_PII, question))
        if found.hidden:
            raise InputError(
                text(
                    "“{said}” looks like personal data, and others would see it. Choose other words; if it names "
                    "nobody, the lead can put it under “never hidden” in the rules for personal data.",
                    said=said,
                )
            )


def is_plain(said: str) -> bool:
    """Tell whether a text is made of ordinary words alone: none that is a name too, unless it is written small."""
    if "@" in said:
        return False
    known = gazetteer_in()
    runs = _RUN.findall(said)
    if sum(len(run) for run in runs if run[0].isdigit()) > _YEAR:
        return False
    for run in runs:
        low = run.lower()
        if run[0].isdigit() or len(run) <= _SHORT:
            continue
        if low not in known.common or (run != low and (low in known.first or low in known.last)):
            return False
    return True
