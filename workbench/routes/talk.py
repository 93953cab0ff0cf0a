"""The routes of what people say about a sample: flags and threads, for the desk's card and the sample's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.routing import Route

from curation.domain.desk import ReviewItem
from curation.domain.identity import Json
from curation.domain.talk import NewComment, NewFlag, QuotedPart
from workbench.access import Caller
from workbench.bootstrap import Workbench
from workbench.routes.askers import askers
from workbench.routes.body import Body, Call, card_routes, names, number, one_of_or_none, short_name, typed
from workbench.routes.desk_items import item_json
from workbench.routes.talk_items import flags_json, talk_json


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of flags and threads."""
    talk = _Talk(workbench)
    calls: dict[str, Call] = {
        "flag": talk.flag,
        "unflag": talk.unflag,
        "reflag": talk.reflag,
        "threads": talk.threads,
        "say": talk.say,
        "draft": talk.draft,
        "read": talk.read,
        "resolve": talk.resolve,
        "reopen": talk.reopen,
        "withdraw": talk.withdraw,
        "restore": talk.restore,
    }
    return card_routes(workbench, "talk", calls)


def with_talk(workbench: Workbench, caller: Caller, items: Sequence[ReviewItem]) -> list[Mapping[str, Json]]:
    """Write items for the desk with the flags on them, and how many threads are open beside them."""
    ids = [item.sample_id for item in items]
    flags = workbench.flagging.of(caller.person, caller.project, ids)
    threads = workbench.talking.counts(caller.person, caller.project, ids)
    asking = askers(workbench, caller, items)
    return [
        {
            **item_json(item),
            "flags": flags_json(flags.get(item.sample_id, ()), caller.person),
            "talk": threads.get(item.sample_id, 0),
            "unsure_by": list(asking.get(item.sample_id, ())),
        }
        for item in items
    ]


@dataclass(frozen=True)
class _Talk:
    workbench: Workbench

    def flag(self, caller: Caller, body: Body) -> Json:
        wanted = NewFlag(
            id=short_name(body, "id"),
            sample_id=short_name(body, "sample"),
            revision=number(body, "revision"),
            reason=short_name(body, "reason"),
            note=typed(body, "note"),
        )
        self.workbench.flagging.flag(caller.person, caller.project, wanted)
        return self._flags(caller, wanted.sample_id)

    def unflag(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.flagging.take_away(caller.person, caller.project, short_name(body, "flag"))
        return self._flags(caller, found.sample_id)

    def reflag(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.flagging.take_away(caller.person, caller.project, short_name(body, "flag"), back=True)
        return self._flags(caller, found.sample_id)

    def threads(self, caller: Caller, body: Body) -> Json:
        return self._threads(caller, short_name(body, "sample"))

    def say(self, caller: Caller, body: Body) -> Json:
        part = one_of_or_none(QuotedPart, body, "part")
        wanted = NewComment(
            id=short_name(body, "id"),
            sample_id=short_name(body, "sample"),
            revision=number(body, "revision"),
            body=typed(body, "words"),
            thread_id=short_name(body, "thread") if body.get("thread") else None,
            part=part,
            start=0 if part is None else number(body, "start"),
            end=0 if part is None else number(body, "end"),
        )
        thread = self.workbench.talking.say(caller.person, caller.project, wanted)
        return {"thread": thread, **self._threads(caller, wanted.sample_id)}

    def draft(self, caller: Caller, body: Body) -> Json:
        thread = short_name(body, "thread") if body.get("thread") else ""
        words = typed(body, "words")
        self.workbench.talking.save_draft(caller.person, caller.project, short_name(body, "sample"), thread, words)
        return {}

    def read(self, caller: Caller, body: Body) -> Json:
        sample, seen = short_name(body, "sample"), names(body, "comments")
        self.workbench.talking.read(caller.person, caller.project, sample, seen)
        return {}

    def resolve(self, caller: Caller, body: Body) -> Json:
        self.workbench.talking.resolve(caller.person, caller.project, short_name(body, "thread"))
        return self._threads(caller, short_name(body, "sample"))

    def reopen(self, caller: Caller, body: Body) -> Json:
        self.workbench.talking.resolve(caller.person, caller.project, short_name(body, "thread"), back=True)
        return self._threads(caller, short_name(body, "sample"))

    def withdraw(self, caller: Caller, body: Body) -> Json:
        self.workbench.talking.take_back(caller.person, caller.project, short_name(body, "comment"))
        return self._threads(caller, short_name(body, "sample"))

    def restore(self, caller: Caller, body: Body) -> Json:
        self.workbench.talking.take_back(caller.person, caller.project, short_name(body, "comment"), back=True)
        return self._threads(caller, short_name(body, "sample"))

    def _flags(self, caller: Caller, sample_id: str) -> Json:
        found = self.workbench.flagging.of(caller.person, caller.project, [sample_id])
        return {"flags": flags_json(found.get(sample_id, ()), caller.person)}

    def _threads(self, caller: Caller, sample_id: str) -> dict[str, Json]:
        return talk_json(self.workbench.talking.of(caller.person, caller.project, sample_id), caller.person)
