"""Browsing: all samples of a project, found by what they say and what is known of them, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curation.domain.blindness import looking
from curation.domain.browsing import Found, Tally, Wanted, address_of
from curation.domain.identity import new_id
from curation.domain.moments import Clock, utc_now
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.rubric import NONE, Rubric
from curation.errors import InputError, NotFoundError, PermissionRefusedError
from curation.services.on_desk import OnDesk, on_desk
from curation.services.patterns import Pattern, compiled_pattern
from curation.services.people_names import without_turns
from curation.services.reason_rules import reason_policy
from curation.services.rubric_rules import rubric_of
from curation.services.typed_words import TypedWords
from curation.store import choices as choice_store
from curation.store import tags as tag_store
from curation.store import views as view_store
from curation.store.browsing import Spot, Stretch, Walk, spot_from
from curation.store.database import Database, Transaction
from curation.store.events import Thing, append_event
from curation.store.narrowing import Search
from curation.store.projects import members
from curation.store.reviews import review_policy
from curation.store.sample_hits import hits
from curation.store.views import View
from curation.texts import text

PAGE = 50
LONGEST_TITLE = 80
MOST_VIEWS = 100


@dataclass(frozen=True)
class Choices:
    """What can be chosen from: sources and people by id, and plain names."""

    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    people: Mapping[str, str] = field(default_factory=dict[str, str])
    checks: Sequence[str] = ()
    languages: Sequence[str] = ()
    tags: Sequence[str] = ()
    flags: Mapping[str, str] = field(default_factory=dict[str, str])
    specialties: Sequence[str] = ()
    rubric: Rubric = NONE


@dataclass(frozen=True)
class Browsing:
    """Use cases of the page of all samples; what others decided is told only to whom it may be."""

    database: Database
    typed: TypedWords
    clock: Clock = utc_now

    def page(
        self,
        actor: Person,
        project: Project,
        wanted: Wanted,
        after: str | None = None,
        before: str | None = None,
        *,
        size: int = PAGE,
    ) -> Found:
        """Return the page after (or before) a place; raises InputError for a pattern that is none or takes too long."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            back = before is not None
            written = before if back else after
            start = None if written is None else spot_from(written, wanted.sort)
            desk = on_desk(tx, actor, project)
            found = walk_of(tx, actor, project, wanted, desk).page(start, size, back=back)
            shown = desk.as_asked(tx, hits(tx, project.id, [spot.id for spot in found.spots]))
            onward, before_this = _ends(found, start, back=back)
            return Found(shown, _written(onward), _written(before_this), found.cut)

    def count(self, actor: Person, project: Project, wanted: Wanted) -> Tally:
        """Count what the filters leave, as far as that is cheap; a pattern is not looked for."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return walk_of(tx, actor, project, wanted).count()

    def choices(self, actor: Person, project: Project) -> Choices:
        """Return what the filters can be."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return Choices(
                sources=choice_store.source_names(tx, project.id),
                people={person.id: person.name for person in members(tx, project.id)},
                checks=choice_store.checks(tx),
                languages=choice_store.languages(tx, project.id),
                tags=tag_store.tags(tx, project.id, choice_store.MOST),
                flags={one.id: one.label for one in reason_policy(tx, project.id).flags},
                specialties=review_policy(tx, project.id).queue.specialties,
                rubric=rubric_of(tx, project.id),
            )

    def views(self, actor: Person, project: Project) -> list[View]:
        """Return the views that a person may open: their own and the shared ones."""
        actor.require(Permission.SEE)
        with self.database.reading() as tx:
            return view_store.views(tx, project.id, actor.id)

    def save_view(self, actor: Person, project: Project, title: str, wanted: Wanted, *, shared: bool = False) -> View:
        """Keep filters under a name, for oneself or for everybody (who may manage); raises InputError."""
        actor.require(Permission.MANAGE if shared else Permission.SEE)
        named = " ".join(without_turns(title).split())
        if not named or len(named) > LONGEST_TITLE:
            raise InputError(text("A view needs a name of 1 to {most} characters.", most=LONGEST_TITLE))
        self.typed.require_nobody(project, named, wanted.words, wanted.pattern, wanted.specialty or "")
        view = View(new_id(), actor.id, shared, named, address_of(wanted), self.clock())
        with self.database.transaction() as tx:
            if len(view_store.views(tx, project.id, actor.id)) >= MOST_VIEWS:
                raise InputError(text("There are {most} views already. Remove one first.", most=MOST_VIEWS))
            view_store.put_view(tx, project.id, view)
            append_event(tx, self.clock(), actor.id, "view.saved", Thing("view", view.id, project.id))
        return view

    def drop_view(self, actor: Person, project: Project, view_id: str) -> View:
        """Remove a view: one's own, or any shared one for who may manage; return it, so that it can be put back."""
        actor.require(Permission.SEE)
        with self.database.transaction() as tx:
            view = view_store.find_view(tx, project.id, view_id)
            if view is None or not (view.shared or view.owner_id == actor.id):
                raise NotFoundError(text("There is no such view. Perhaps somebody has removed it."))
            if view.owner_id != actor.id and not actor.may(Permission.MANAGE):
                raise PermissionRefusedError(text("This view is somebody else's. Only a lead may remove it."))
            view_store.drop_view(tx, view_id)
            append_event(tx, self.clock(), actor.id, "view.removed", Thing("view", view_id, project.id))
        return view


def walk_of(tx: Transaction, actor: Person, project: Project, wanted: Wanted, desk: OnDesk | None = None) -> Walk:
    """Return the walk of a person's filters; raises InputError where the pattern is none."""
    held = (desk or on_desk(tx, actor, project)).held
    looks = looking(actor, review_policy(tx, project.id).visibility)
    search = Search(tx, project.id, wanted, looks, held)
    if not wanted.pattern:
        return Walk(search)
    compiled_pattern(wanted.pattern)
    return Walk(search, Pattern(tx, wanted.pattern))


def _ends(found: Stretch, start: Spot | None, *, back: bool) -> tuple[Spot | None, Spot | None]:
    """Return after which place the next page begins, and before which the one before ends."""
    first = found.spots[0] if found.spots else start
    last = found.spots[-1] if found.spots else start
    if back:
        return last, found.more if found.cut or found.more is None else first
    return found.more, None if start is None else first


def _written(spot: Spot | None) -> str | None:
    return None if spot is None else spot.written()
