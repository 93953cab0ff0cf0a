"""The policy of personal data as a screen shows it: what it says, what another one would do, and changing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from curation.domain.identity import Json, canonical_json, content_hash
from curation.domain.jobs import Job, JobKind
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.errors import ConflictError, InputError
from curation.pii.policy import PiiPolicy
from curation.pii.sealed import Seal
from curation.pii.spacy_model import installed_spacy_models
from curation.services.pii_denying import deny, deny_no_more
from curation.services.pii_tried import TRY_PII, TriedRules, tried_rules_from
from curation.services.policies import keep_policy
from curation.services.privacy_policy import look_again
from curation.services.privacy_values import SEALED, with_sealed, without_sealed
from curation.services.trying import Ask, NotTried, tried_or_why
from curation.store.database import Database
from curation.store.jobs import open_jobs
from curation.store.projects import policy, policy_number
from curation.store.sample_pages import counts_by_status
from curation.texts import text

_KIND = "pii"
LONGEST_ENTRY = 200


@dataclass(frozen=True)
class PiiView:
    """The policy that holds: its number, what it says without sealed entries, and how many of these each list has.

    `seen` names what is shown, so that a change made meanwhile is not overwritten; `samples` are looked through again
    after a change; `models` are the spaCy pipelines on this machine; `rescreening` tells whether that goes on.
    """

    number: int
    policy: PiiPolicy
    seen: str
    sealed_allow: int
    sealed_deny: int
    samples: int
    models: tuple[str, ...]
    rescreening: bool


@dataclass(frozen=True)
class PiiSaved:
    """What became of a saved policy: its number, how many texts are newly denied and how many no more.

    `job` looks at all texts again.
    """

    number: int
    denied: int
    freed: int
    job: Job | None


@dataclass(frozen=True)
class Denied:
    """Texts that are always hidden from now on, and those that no more (`ENTITY_TYPE: text`, a person without one)."""

    more: Sequence[str] = ()
    no_more: Sequence[str] = ()

    @property
    def says(self) -> bool:
        """Tell whether anything is to change."""
        return any(line.strip() for line in (*self.more, *self.no_more))


NOTHING = Denied()


@dataclass(frozen=True)
class PiiRules:
    """Reads and changes a project's policy of personal data; `ask` puts a short question to the worker."""

    database: Database
    seal: Seal
    ask: Ask
    clock: Clock = utc_now

    def view(self, actor: Person, project: Project) -> PiiView:
        """Return the policy as it stands."""
        _require(actor)
        with self.database.reading() as tx:
            content, number = policy(tx, project.id, _KIND), policy_number(tx, project.id, _KIND)
            samples = sum(counts_by_status(tx, project.id).values())
            going = any(job.kind is JobKind.RESCREEN for job in open_jobs(tx, project.id))
        whole, plain = PiiPolicy.from_json(content), _plain(content)
        return PiiView(
            number=number,
            policy=plain,
            seen=_named(content),
            sealed_allow=_sealed(whole.allow),
            sealed_deny=_sealed(whole.deny),
            samples=samples,
            models=tuple(installed_spacy_models()),
            rescreening=going,
        )

    def try_out(
        self, actor: Person, project: Project, wanted: PiiPolicy, typed: str | None, more_denied: Sequence[str] = ()
    ) -> TriedRules:
        """Say what a policy that is not kept yet would hide in a text, or (None) in samples of the project.

        Raises InputError that names the field where it cannot be read.
        """
        _require(actor)
        denied = (*wanted.deny, *_entries(more_denied))
        content = PiiPolicy.from_json(replace(wanted, deny=denied).to_json()).to_json()
        return tried_rules_from(self.ask(TRY_PII, {"project_id": project.id, "policy": content, "text": typed}))

    def tried_or_why(
        self, actor: Person, project: Project, wanted: PiiPolicy, typed: str | None, more_denied: Sequence[str] = ()
    ) -> TriedRules | NotTried:
        """Try a policy out as `try_out` does, and say why where that cannot be: a field with its cure, no worker."""
        _require(actor)
        return tried_or_why(lambda: self.try_out(actor, project, wanted, typed, more_denied))

    def save(self, actor: Person, project: Project, wanted: PiiPolicy, seen: str, denied: Denied = NOTHING) -> PiiSaved:
        """Let a policy count from now on, and queue a job that looks at all texts again by it.

        `denied` says which texts are always hidden from now on, kept sealed, and which no more: that is for who may
        see originals. Raises InputError where the policy cannot be read or a text is not on the list, ConflictError
        where it was changed since it was `seen`.
        """
        _require(actor)
        content = PiiPolicy.from_json(wanted.to_json()).to_json()
        entries, gone = _entries(denied.more), _entries(denied.no_more)
        if gone:
            actor.require(Permission.SEE_ORIGINALS)
        with self.database.transaction() as tx:
            self.database.wait_for_turn(tx, f"privacy {project.id}")
            before = policy(tx, project.id, _KIND)
            if _named(before) != seen:
                raise ConflictError(
                    text("The rules were changed meanwhile. Load the page again; what you chose is not kept.")
                )
            if _plain(before) != PiiPolicy.from_json(content):
                keep_policy(tx, project.id, _KIND, with_sealed(content, before), (actor.id, self.clock()))
                job = look_again(tx, actor, project, self.clock())
            else:
                job = None
            within = (tx, self.seal, self.clock())
            freed = deny_no_more(within, actor, project, gone)
            fresh = deny(within, actor, project, entries)
            return PiiSaved(policy_number(tx, project.id, _KIND), fresh, freed, job)


def _require(actor: Person) -> None:
    if not actor.may(Permission.MANAGE):
        actor.require(Permission.SEE_ORIGINALS)


def _plain(content: Json) -> PiiPolicy:
    return PiiPolicy.from_json(without_sealed(content))


def _named(content: Json) -> str:
    return content_hash(canonical_json(_plain(content).to_json()))


def _sealed(entries: Sequence[str]) -> int:
    return sum(entry.startswith(SEALED) for entry in entries)


def _entries(given: Sequence[str]) -> list[str]:
    """Return the entries that say something, each once; raises InputError for one that is too long to be a value."""
    found = list(dict.fromkeys(" ".join(entry.split()) for entry in given if entry.strip()))
    for entry in found:
        if len(entry) > LONGEST_ENTRY or not any(map(str.isalnum, entry)):
            raise InputError(
                text(
                    "Each line of what is always hidden is one name, number or address of up to {most} characters.",
                    most=LONGEST_ENTRY,
                )
            )
    return found
