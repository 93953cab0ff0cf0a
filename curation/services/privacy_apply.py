"""Applies decisions on personal data to every text that they touch: a light job, and an expert's mark at once."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from curation.domain.identity import Json
from curation.domain.jobs import Job, Progress, Reporter
from curation.domain.moments import Clock, utc_now
from curation.domain.privacy import PrivacyDecision, ValueKey
from curation.domain.projects import Project
from curation.errors import InputError
from curation.pii.operators import Operators
from curation.pii.placeholders import normalised
from curation.pii.policy import PiiPolicy
from curation.pii.policy_parts import Operator
from curation.pii.sealed import Seal
from curation.services.privacy_beside import apply_beside
from curation.services.privacy_plan import Keep, Planner, Put
from curation.services.privacy_standing import Seek, Standing, runs_in, runs_of, seeks, standing, words_of
from curation.services.privacy_texts import texts_of
from curation.services.privacy_values import kept
from curation.services.surrogate_book import operator_key
from curation.store import privacy as store
from curation.store import search_index, sqlite
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.metadata_spans import rewrite_metadata, stored_metadata
from curation.store.privacy_texts import StoredText, add_text, has_waiting_text, rewrite_text, stored_texts
from curation.store.projects import known_project, policy
from curation.store.reviews import hold, review_policy, settle
from curation.store.sealed_values import seal_values
from curation.store.surrogates import surrogate_of
from curation.texts import text

_PASSES = 4
_DECISIONS_AT_ONCE = 100
# So many values are asked of the database one by one; for more every text is read once.
_FEW = 6


@dataclass(frozen=True)
class Asked:
    """A decision that is to be applied, and the stretches of letters one of which stands wherever its value does."""

    decision: PrivacyDecision
    runs: frozenset[str]

    def may_stand(self, runs: Set[str]) -> bool:
        """Tell whether the value may stand in texts with these stretches; what has no plain letters may everywhere."""
        return "" in self.runs or not self.runs.isdisjoint(runs)


@dataclass(frozen=True)
class Wanted:
    """What a sample is brought to: what stands, what is looked for, which values are `named`, and by whom."""

    stand: Standing
    sought: Sequence[Seek]
    named: frozenset[ValueKey]
    actor_id: str


@dataclass(frozen=True)
class ApplyPrivacy:
    """The stage of APPLY_PRIVACY; its payload is `{"decisions": [ids]}`: those made, or taken back.

    Each sample is brought, in a transaction of its own, to what the decisions that stand by then ask for;
    so the job may be killed anywhere, run again, and meet others. `give` keeps surrogates for values that have
    none yet; without it they get numbered tags until the worker comes by.
    """

    database: Database
    seal: Seal
    clock: Clock = utc_now
    give: Callable[[Project, Sequence[PrivacyDecision]], None] | None = None

    def run(self, job: Job, reporter: Reporter) -> None:
        """Apply the decisions that the payload names."""
        project, named = self._opened(job)
        if self.give is not None:
            self.give(project, named)
        asked = self.asked(named)
        samples = self.touched(project, asked)
        changed = 0
        for done, sample_id in enumerate(samples):
            reporter.report(Progress(done, len(samples), text("Applying decisions on personal data")))
            changed += self.converge(project, sample_id, asked, job.created_by)
        beside = 0
        for first in range(0, len(named), _DECISIONS_AT_ONCE):
            reporter.report(Progress(len(samples), len(samples), text("Looking at comments, notes and rounds")))
            with self.database.transaction() as tx:
                every = standing(store.privacy_decisions(tx, project.id))
                part = named[first : first + _DECISIONS_AT_ONCE]
                beside += apply_beside(tx, self.seal, project, every, part)
        self.empty_log()
        reporter.log(
            f"{len(named)} decisions, {len(samples)} samples looked at, {changed} changed, {beside} beside them"
        )
        reporter.report(Progress(len(samples), len(samples)))

    def empty_log(self) -> None:
        """Leave nothing of what was hidden in the index of words and the database's log.

        What somebody reads right now waits for the next time.
        """
        search_index.shrink(self.database)
        if self.database.is_sqlite:
            sqlite.empty_log(self.database.engine)

    def asked(self, named: Sequence[PrivacyDecision]) -> list[Asked]:
        """Open what decisions rest on; those whose words were purged reach no text any more, but by their spans."""
        return [Asked(one, runs_of(words_of(self.seal, one))) for one in named]

    def touched(self, project: Project, asked: Sequence[Asked]) -> list[str]:
        """Return the samples in which a value of these decisions stands, or may stand, by id."""
        keys = _keys_of(asked)
        with self.database.reading() as tx:
            found = set(store.samples_with_values(tx, project.id, keys))
            if sum(len(one.runs) for one in asked) <= _FEW:
                for one in asked:
                    if one.runs:
                        found.update(store.samples_with_text(tx, project.id, sorted(one.runs)))
                return sorted(found)
            runs = {run for one in asked for run in one.runs}
            for sample_id, texts in store.open_texts(tx, project.id):
                if sample_id not in found and ("" in runs or not runs.isdisjoint(runs_in(texts))):
                    found.add(sample_id)
        return sorted(found)

    def converge(self, project: Project, sample_id: str, asked: Sequence[Asked], actor_id: str) -> bool:
        """Bring one sample to what the decisions ask for; return whether anything was changed."""
        with self.database.transaction() as tx:
            hold(tx, sample_id)
            every = _every_text(tx, sample_id)
            runs = runs_in(text for held in every for text in texts_of(held.conversation).values())
            here = [one.decision.target for one in asked if one.may_stand(runs)]
            keys = {span.key for held in every for span in held.spans if span.key is not None}
            about = {key.hmac for key in (*keys, *here)}
            stand = standing(store.decisions_about(tx, project.id, about))
            wanted = Wanted(stand, seeks(stand, self.seal, here), _keys_of(asked), actor_id)
            passes = 0
            while passes < _PASSES and self._pass(tx, project, sample_id, wanted):
                passes += 1
                # A text that was added is the sample's from here on: the next pass hides what stood in the one before.
                settle(tx, sample_id, review_policy(tx, project.id), self.clock())
            if passes:
                newest = stored_texts(tx, sample_id)[-1].conversation.hash
                thing = Thing("sample", sample_id, project.id, (newest,))
                append_event(tx, self.clock(), actor_id, "sample.privacy", thing)
        return passes > 0

    def _pass(
        self,
        tx: Transaction,
        project: Project,
        sample_id: str,
        wanted: Wanted,
    ) -> bool:
        texts, beside = stored_texts(tx, sample_id), stored_metadata(tx, sample_id)
        every = texts if beside is None else [*texts, beside]
        planner = Planner(
            wanted.stand, self.seal, self._keeper(tx, project), every, self._putting(tx, project), wanted.named
        )
        waiting = has_waiting_text(tx, sample_id)
        earlier, heads = (texts, []) if waiting else (texts[:-1], texts[-1:])
        changed = False
        for before in earlier:
            after = planner.earlier(before, wanted.sought)
            changed |= _rewritten(tx, before, after)
        for before in heads:
            after = planner.head(before, wanted.sought)
            if after.conversation == before.conversation:
                changed |= _rewritten(tx, before, after)
            else:
                add_text(tx, after, wanted.actor_id, self.clock())
                changed = True
        if beside is not None and (after := planner.head(beside, wanted.sought)) != beside:
            rewrite_metadata(tx, beside, after)
            changed = True
        return changed

    def _keeper(self, tx: Transaction, project: Project) -> Keep:
        def keep(entity: str, value: str) -> tuple[ValueKey, str, bytes]:
            found = kept(project, self.seal, entity, value)
            sealed = found.sealed or b""
            ids = seal_values(tx, project.id, [found], self.clock())
            return ValueKey(entity, found.value_hmac), ids[found.key], sealed

        return keep

    def _putting(self, tx: Transaction, project: Project) -> Put:
        """Do as the policy says; a value without a surrogate yet gets a tag, for Faker is the worker's alone."""
        rules = PiiPolicy.from_json(policy(tx, project.id, "pii"))
        acting = Operators(rules, operator_key(self.seal, project))

        def put(entity: str, value: str, tag: str) -> str:
            key = normalised(entity, value)
            if rules.operator(entity) is Operator.SURROGATE:
                return surrogate_of(tx, project.id, acting.owner(entity, key)) or tag
            return acting.replacement(entity, key, value, tag)

        return put

    def _opened(self, job: Job) -> tuple[Project, list[PrivacyDecision]]:
        with self.database.reading() as tx:
            project = known_project(tx, job.project_id)
            every = {one.id: one for one in store.privacy_decisions(tx, project.id)}
        return project, [every[name] for name in _named(job) if name in every]


def _named(job: Job) -> Iterator[str]:
    payload: Json = job.payload
    names = payload.get("decisions") if isinstance(payload, dict) else None
    if not isinstance(names, list):
        raise InputError(text("The job {job} does not say which decisions it applies.", job=job.id))
    return map(str, names)


def _keys_of(asked: Sequence[Asked]) -> frozenset[ValueKey]:
    return frozenset(key for one in asked for key in (one.decision.target, one.decision.result))


def _every_text(tx: Transaction, sample_id: str) -> list[StoredText]:
    texts, beside = stored_texts(tx, sample_id), stored_metadata(tx, sample_id)
    return texts if beside is None else [*texts, beside]


def _rewritten(tx: Transaction, before: StoredText, after: StoredText) -> bool:
    if after == before:
        return False
    rewrite_text(tx, after)
    return True
