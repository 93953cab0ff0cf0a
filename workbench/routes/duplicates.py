"""The routes of duplicate groups: the card fetches groups and texts side by side, and sends decisions."""

from dataclasses import dataclass

from starlette.routing import Route

from curation.domain.desk import Draft
from curation.domain.duplicates import DuplicateGroup, GroupAction, GroupKind, Member
from curation.domain.findings import Severity
from curation.domain.identity import Json
from curation.services.duplicate_acts import GroupSaid
from curation.services.duplicates import GroupFilter
from curation.texts import text
from workbench.access import Caller
from workbench.bootstrap import Workbench
from workbench.frames import status_words
from workbench.routes.body import Body, Call, card_routes, names, number, one_of, one_of_or_none, short_name, typed
from workbench.routes.pieces import pieces_json

PAGE = 50
_TITLE = 160


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of duplicate groups."""
    review = _Review(workbench)
    calls: dict[str, Call] = {
        "groups": review.groups,
        "group": review.group,
        "decide": review.decide,
        "keep_suggested": review.keep_suggested,
        "undo": review.undo,
        "draft": review.draft,
    }
    return card_routes(workbench, "duplicates", calls)


@dataclass(frozen=True)
class _Review:
    workbench: Workbench

    def groups(self, caller: Caller, body: Body) -> Json:
        wanted = _wanted(body)
        page = self.workbench.duplicates.page(caller.person, caller.project, wanted, number(body, "offset"), PAGE)
        return {
            "groups": [_group(group, page.titles.get(group.id)) for group in page.groups],
            "total": page.total,
            "at_once": page.at_once,
            "open": {kind.value: page.open.get(kind, 0) for kind in GroupKind},
        }

    def group(self, caller: Caller, body: Body) -> Json:
        review, kind = self.workbench.duplicates, one_of(GroupKind, body, "kind")
        found = review.detail(caller.person, caller.project, kind, short_name(body, "group"))
        kept = str(body.get("kept") or found.suggested or "")
        beside = next((member for member in found.members if member.sample_id == kept), None)
        draft = review.typed(caller.person, caller.project, kept) if beside else None
        return {
            "group": _group(found.group, None),
            "ids": list(found.group.members),
            "members": [_member(member, beside) for member in found.members],
            "alike": _alike(found.group, kept),
            "suggested": found.suggested,
            "kept": kept,
            "draft": None if draft is None else [draft.question, draft.answer],
        }

    def decide(self, caller: Caller, body: Body) -> Json:
        said = GroupSaid(
            id=short_name(body, "id"),
            kind=one_of(GroupKind, body, "kind"),
            members=tuple(names(body, "members")),
            action=one_of(GroupAction, body, "action"),
            keeper=short_name(body, "keeper") if body.get("keeper") else None,
            apart=tuple(names(body, "apart")) if body.get("apart") else (),
            note=typed(body, "note"),
            revision=number(body, "revision") if body.get("revision") else 0,
            question=typed(body, "question"),
            answer=typed(body, "answer"),
        )
        return {"decision": self.workbench.duplicates.decide(caller.person, caller.project, said).id}

    def keep_suggested(self, caller: Caller, body: Body) -> Json:
        return {"decided": self.workbench.duplicates.keep_suggested(caller.person, caller.project, _wanted(body))}

    def undo(self, caller: Caller, body: Body) -> Json:
        del body
        return {"taken_back": len(self.workbench.duplicates.undo(caller.person, caller.project))}

    def draft(self, caller: Caller, body: Body) -> Json:
        reviewing = self.workbench.reviewing
        draft = Draft(
            sample_id=short_name(body, "sample"),
            revision=number(body, "revision"),
            question=typed(body, "question"),
            answer=typed(body, "answer"),
            comment="",
            changed_at=reviewing.clock(),
        )
        reviewing.save_draft(caller.person, caller.project, draft)
        return {}


def _wanted(body: Body) -> GroupFilter:
    """Read which groups are meant; `least` is in percent."""
    state = body.get("open")
    least = number(body, "least") / 100 if body.get("least") else 0.0
    return GroupFilter(one_of_or_none(GroupKind, body, "kind"), state if isinstance(state, bool) else None, least)


def _group(group: DuplicateGroup, title: str | None) -> dict[str, Json]:
    said = group.decision
    return {
        "id": group.id,
        "kind": group.kind.value,
        "size": len(group.members),
        "alike": round(group.jaccard * 100),
        "open": group.open,
        "title": (title or "")[:_TITLE],
        "said": None if said is None else said.action.value,
        "note": "" if said is None else said.note,
    }


def _member(member: Member, beside: Member | None) -> dict[str, Json]:
    other = beside is not None and beside.sample_id != member.sample_id
    changes: Json = None
    if other and beside is not None:
        changes = [pieces_json(beside.question, member.question), pieces_json(beside.answer, member.answer)]
    return {
        "id": member.sample_id,
        "revision": member.revision,
        "status": status_words(member.status),
        "source": _source(member),
        "question": member.question,
        "answer": member.answer,
        "changes": changes,
        "notes": sum(member.notes.values()),
        "blocked": bool(member.notes.get(Severity.BLOCK)),
    }


def _source(member: Member) -> str:
    if member.source_name is None:
        return ""
    return text("{source}, {place}", source=member.source_name, place=member.locator)


def _alike(group: DuplicateGroup, kept: str) -> dict[str, Json]:
    """How alike each member is with the one that is kept, in percent, where the search compared the two."""
    return {
        pair.second if pair.first == kept else pair.first: round(pair.jaccard * 100)
        for pair in group.pairs
        if kept in (pair.first, pair.second)
    }
