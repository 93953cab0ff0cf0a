"""The routes of the desk's help: what a key asks for beside the card, never on the way to the next sample."""

from dataclasses import dataclass

from starlette.routing import Route

from curation.domain.identity import Json
from workbench.access import Caller
from workbench.bootstrap import Workbench
from workbench.routes.body import Body, Call, card_routes, names, number, short_name
from workbench.routes.desk_items import partner_json
from workbench.routes.turns import changes_json


def routes(workbench: Workbench) -> list[Route]:
    """Return the routes of the desk's help."""
    desk = _Help(workbench)
    calls: dict[str, Call] = {"fix": desk.fix, "similar": desk.similar}
    return card_routes(workbench, "desk", calls)


@dataclass(frozen=True)
class _Help:
    workbench: Workbench

    def fix(self, caller: Caller, body: Body) -> Json:
        place = short_name(body, "sample"), number(body, "revision")
        item, done = self.workbench.desk_help.fix(
            caller.person, caller.project, place, names(body, "notes") if body.get("notes") else []
        )
        before, after = item.conversation, done.conversation
        pairs = zip(before.messages, after.messages, strict=True)
        return {
            "turns": {str(i): new.content for i, (old, new) in enumerate(pairs) if old != new},
            "changes": changes_json(before, after),
            "says": list(done.says),
        }

    def similar(self, caller: Caller, body: Body) -> Json:
        found = self.workbench.desk_help.similar(caller.person, caller.project, short_name(body, "sample"))
        return {"similar": [partner_json(one) for one in found]}
