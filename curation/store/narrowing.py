"""What filters say of one sample, as SQL; and where an index leads to all that pass, that way too."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, FromClause, Select, func, or_, select

from curation.domain.blindness import Looking
from curation.domain.browsing import ANY_FLAG, Sort, Term, Wanted, When, address_of, terms_of
from curation.domain.reviews import Verdict
from curation.domain.samples import UNREAD
from curation.store import search_index
from curation.store.database import Transaction
from curation.store.hearing import flag_heard, may_know_of
from curation.store.narrowing_lengths import is_long_as, listed_long_as, long_as
from curation.store.narrowing_needs import is_rated_so, needed, needing, rated_so
from curation.store.reviews import STANDING
from curation.store.tables_browser import AssignmentRow, TagRow
from curation.store.tables_lapse import RecallRow
from curation.store.tables_samples import FindingRow, PassageRow, SampleRow
from curation.store.tables_talk import FlagRow
from curation.store.tables_topics import SampleTopicRow
from curation.store.tables_work import DecisionRow
from curation.store.validity import holds_until

_UNREAD = [status.value for status in UNREAD]


FEW = 5_000
_DAY = timedelta(days=1)
FEW_SAYING = 15_000


@dataclass(frozen=True)
class Lead:
    """A list that an index gives and that holds every sample that passes: one to count, one of ids.

    `most`: up to how many it is worth going by the list; `words`: it is the list of those that say the words.
    """

    counted: Select[str] | Select[int]
    ids: Select[str]
    most: int = FEW
    words: bool = False


@dataclass(frozen=True)
class Search:
    """Who looks for what, in which project; `unshown` is left out wherever the filters tell how a sample stands."""

    tx: Transaction
    project_id: str
    wanted: Wanted
    looking: Looking
    unshown: Collection[str] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the full-text search, none where nothing would be searched for."""
        found = terms_of(self.wanted.words)
        return found if any(not term.absent for term in found) else ()

    def conditions(self, s: FromClause, lead: Lead | None = None) -> list[ColumnElement[bool]]:
        """Return what a row of samples must satisfy, the project left out, and what its lead has told."""
        found = [
            *self._columns(s),
            *needed(s, self.wanted),
            *is_long_as(s, self.wanted),
            *self._scores(s),
            *self._moments(s),
            *self._status(s),
            *self._beside(s),
            *self._holds(s),
        ]
        if self.terms and not (lead is not None and lead.words):
            found.append(search_index.holds(self.tx, s, self.terms))
        if self.wanted.words or self.wanted.pattern:
            found.append(s.c.status.not_in(_UNREAD))
        if self.unshown and self._tells_standing:
            found.append(s.c.id.not_in(self.unshown))
        return [*found, *self._decided(s)]

    def ranges(self, s: FromClause) -> list[ColumnElement[bool]]:
        """Return where in its order a walk can begin and end."""
        w = self.wanted
        if w.sort is Sort.ATTENTION:
            return list(self._scores(s))
        same = (w.sort is Sort.CHANGED) == (w.when is When.CHANGED)
        return list(self._moments(s)) if same else []

    def leads(self) -> Iterator[Lead]:
        """Yield the lists that indexes give."""
        if self.terms:
            numbers, ids = (
                search_index.numbers_holding(self.tx, self.terms),
                search_index.ids_holding(self.tx, self.terms),
            )
            yield Lead(numbers, ids, FEW_SAYING, words=True)
        named = (*needing(self.project_id, self.wanted), *long_as(self.wanted))
        for one in (*self._of_columns(), *named, *self._lists(), *self._of_decisions()):
            yield Lead(one, one)

    def listed(self) -> Select[str] | None:
        """Return the one list of an index that says exactly what passes, None where it takes more than a list."""
        named = set(address_of(self.wanted)) - {"sort", "pattern", "when"}
        if named == {"words"} and self.terms:
            # The words lead here: a project that an index could find would be read in full instead.
            here = func.coalesce(SampleRow.project_id, "") == self.project_id
            mine = (here, func.coalesce(SampleRow.status, "").not_in(_UNREAD))
            return search_index.joined_holding(self.tx, self.terms).where(*mine)
        if named in ({"question_length"}, {"answer_length"}):
            return listed_long_as(self.project_id, self.wanted)
        exact = {"origin", "language", "group", "source", "tag", "assigned", "topic", "specialty", "risk"}
        ranges = named <= {"least", "most"} or (named <= {"since", "until"} and self.wanted.when is not When.DECIDED)
        if (self.unshown and self._tells_standing) or not named or not (ranges or (len(named) == 1 and named <= exact)):
            return None
        return next((lead.ids for lead in self.leads()), None)

    def _of_columns(self) -> Iterator[Select[str]]:
        w = self.wanted
        columns = {
            SampleRow.status: None if w.status is None else w.status.value,
            SampleRow.language: w.language,
            SampleRow.origin: None if w.origin is None else w.origin.value,
            SampleRow.group_id: w.group,
        }
        for column, value in columns.items():
            if value is not None:
                yield select(SampleRow.id).where(SampleRow.project_id == self.project_id, column == value)
        if w.source is not None:
            yield select(SampleRow.id).where(SampleRow.source_id == w.source)
        if w.rests_on is not None:
            rests = or_(SampleRow.source_id == w.rests_on, SampleRow.passage_id.in_(_passages_of(w.rests_on)))
            yield select(SampleRow.id).where(rests)
        if w.lapses is not None:
            until = holds_until(self.tx, SampleRow.__table__, self.project_id, (None, w.lapses + _DAY))
            yield select(SampleRow.id).where(until)
        for ranged in (list(self._scores(SampleRow.__table__)), list(self._moments(SampleRow.__table__))):
            if ranged:
                yield select(SampleRow.id).where(SampleRow.project_id == self.project_id, *ranged)

    def _lists(self) -> Iterator[Select[str]]:
        w, project = self.wanted, self.project_id
        if w.tag is not None:
            yield select(TagRow.sample_id).where(TagRow.project_id == project, TagRow.tag == w.tag)
        if w.assigned is not None:
            mine = (AssignmentRow.project_id == project, AssignmentRow.person_id == w.assigned)
            yield select(AssignmentRow.sample_id).where(*mine)
        if w.back is not None:
            went = (RecallRow.project_id == project, RecallRow.kind == w.back.value, RecallRow.undone_at.is_(None))
            yield select(RecallRow.sample_id).where(*went).distinct()
        if w.topic is not None:
            inside = (SampleTopicRow.project_id == project, SampleTopicRow.topic == w.topic)
            yield select(SampleTopicRow.sample_id).where(*inside)
        if w.flag is not None:
            yield select(FlagRow.sample_id).where(*self._flag())
        if w.check is not None:
            yield select(FindingRow.sample_id).where(FindingRow.check == w.check)

    def _of_decisions(self) -> Iterator[Select[str]]:
        if self.wanted.rating is not None:
            yield rated_so(self.wanted.rating)
        if self._names_decisions:
            yield select(DecisionRow.sample_id).where(*self._decision())

    def _columns(self, s: FromClause) -> Iterator[ColumnElement[bool]]:
        w = self.wanted
        origin = None if w.origin is None else w.origin.value
        equal = {"source_id": w.source, "language": w.language, "group_id": w.group, "origin": origin}
        for name, value in equal.items():
            if value is not None:
                yield func.coalesce(s.c[name], "") == value

    def _holds(self, s: FromClause) -> Iterator[ColumnElement[bool]]:
        w = self.wanted
        if w.lapses is not None:
            yield holds_until(self.tx, s, self.project_id, (None, w.lapses + _DAY))
        if w.rests_on is not None:
            yield or_(func.coalesce(s.c.source_id, "") == w.rests_on, s.c.passage_id.in_(_passages_of(w.rests_on)))
        if w.back is not None:
            kind = func.coalesce(RecallRow.kind, "") == w.back.value
            went = (RecallRow.sample_id == s.c.id, kind, RecallRow.undone_at.is_(None))
            yield select(RecallRow.id).where(*went).correlate(s).exists()

    def _scores(self, s: FromClause) -> Iterator[ColumnElement[bool]]:
        if self.wanted.least is not None:
            yield s.c.attention >= self.wanted.least
        if self.wanted.most is not None:
            yield s.c.attention <= self.wanted.most

    def _moments(self, s: FromClause) -> Iterator[ColumnElement[bool]]:
        w = self.wanted
        moment = s.c.created_at if w.when is When.ADDED else s.c.changed_at
        if w.when is not When.DECIDED and w.first_moment is not None:
            yield moment >= w.first_moment
        if w.when is not When.DECIDED and w.last_moment is not None:
            yield moment < w.last_moment

    def _status(self, s: FromClause) -> Iterator[ColumnElement[bool]]:
        if self.wanted.status is not None:
            yield func.coalesce(s.c.status, "") == self.wanted.status.value

    def _beside(self, s: FromClause) -> Iterator[ColumnElement[bool]]:
        w, project = self.wanted, self.project_id
        if w.tag is not None:
            said = (TagRow.project_id == project, TagRow.tag == w.tag, TagRow.sample_id == s.c.id)
            yield select(TagRow.sample_id).where(*said).correlate(s).exists()
        if w.assigned is not None:
            mine = (AssignmentRow.project_id == project, AssignmentRow.person_id == w.assigned)
            yield select(AssignmentRow.sample_id).where(*mine, AssignmentRow.sample_id == s.c.id).correlate(s).exists()
        if w.topic is not None:
            inside = (SampleTopicRow.sample_id == s.c.id, SampleTopicRow.project_id == project)
            yield select(SampleTopicRow.topic).where(*inside, SampleTopicRow.topic == w.topic).correlate(s).exists()
        if w.difficulty is not None:
            level = func.coalesce(SampleTopicRow.level, "") == w.difficulty
            there = (SampleTopicRow.sample_id == s.c.id, SampleTopicRow.project_id == project, level)
            yield select(SampleTopicRow.sample_id).where(*there).correlate(s).exists()
        if w.flag is not None:
            known = flag_heard(self.looking, s)
            yield select(FlagRow.id).where(*self._flag(), known, FlagRow.sample_id == s.c.id).correlate(s).exists()
        if w.check is not None:
            # Of one sample: the index of the check alone would lead to all that it was said of.
            named = func.coalesce(FindingRow.check, "") == w.check
            on_head = (FindingRow.sample_id == s.c.id, FindingRow.revision == s.c.head, named)
            stands = FindingRow.dismissed_by.is_(None)
            yield select(FindingRow.id).where(*on_head, stands).correlate(s).exists()

    def _flag(self) -> list[ColumnElement[bool]]:
        named = () if self.wanted.flag == ANY_FLAG else (FlagRow.reason == self.wanted.flag,)
        return [FlagRow.project_id == self.project_id, FlagRow.ended_at.is_(None), *named]

    @property
    def _asks_decisions(self) -> bool:
        return self._names_decisions or self.wanted.rating is not None

    @property
    def _names_decisions(self) -> bool:
        """Tell whether an index leads to the decisions that are asked for, by what they say themselves."""
        w = self.wanted
        if w.section is not None:
            return True
        return w.reviewer is not None or (w.when is When.DECIDED and (w.since is not None or w.until is not None))

    @property
    def _tells_standing(self) -> bool:
        w = self.wanted
        changed = w.when is When.CHANGED and (w.since is not None or w.until is not None)
        return w.status is not None or changed or self._asks_decisions

    def _decision(self, *, of_one: bool = False) -> Iterator[ColumnElement[bool]]:
        """Narrow by person and moment; where the sample is given no other index may lead."""
        w = self.wanted
        at = func.coalesce(DecisionRow.created_at, None) if of_one else DecisionRow.created_at
        if w.reviewer is not None:
            yield (func.coalesce(DecisionRow.person_id, "") if of_one else DecisionRow.person_id) == w.reviewer
        if w.section is not None:
            yield (func.coalesce(DecisionRow.section, "") if of_one else DecisionRow.section) == w.section
        if w.when is When.DECIDED and w.first_moment is not None:
            yield at >= w.first_moment
        if w.when is When.DECIDED and w.last_moment is not None:
            yield at < w.last_moment

    def _decided(self, s: FromClause) -> Iterator[ColumnElement[bool]]:
        """Narrow by decisions that stand, of which the blind learn only what they may see."""
        if not self._asks_decisions:
            return
        told: list[ColumnElement[bool]] = [
            DecisionRow.sample_id == s.c.id,
            DecisionRow.verdict != Verdict.SKIP.value,
            *STANDING,
            *self._decision(of_one=True),
        ]
        if self.wanted.rating is not None:
            told.append(is_rated_so(self.wanted.rating))
        told.append(or_(DecisionRow.person_id == self.looking.person_id, may_know_of(self.looking, s)))
        yield select(DecisionRow.id).where(*told).correlate(s).exists()


def _passages_of(source_id: str) -> Select[str]:
    """Return the passages of a source, which samples of other sources may rest on."""
    return select(PassageRow.id).where(PassageRow.source_id == source_id)
