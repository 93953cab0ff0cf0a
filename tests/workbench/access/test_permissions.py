"""Roles: every public service method with every role, every route, every screen, against one table."""

import inspect
import json
from contextlib import contextmanager, suppress
from dataclasses import fields

import pytest

from curation.domain.moments import utc_now
from curation.domain.people import PERMISSIONS, Permission, Person, PersonRole
from curation.domain.projects import Project
from curation.errors import PermissionRefusedError
from curation.store.database import Database
from tests.builders import an_environment
from tests.workbench.access.gate_builders import a_guarded_world, browser, signed_in
from tests.workbench.access.permission_table import BY_STORE, NEEDS, NO_ACTOR
from workbench import bootstrap
from workbench.app import routes
from workbench.bootstrap import Workbench, open_workbench, settings_from
from workbench.components.closed import closed_page
from workbench.shell import _shown, entries

ROOMS = ("curation.services", "training.", "eval.")
PROJECT = Project("p1", "p1", "P", "en", "", "", b"k" * 32, utc_now())
WANTED = {name: needed for needed, names in NEEDS.items() for name in names.split()}
EVERYBODY = [frozenset({role}) for role in PersonRole] + [frozenset()]
JSON = {"Content-Type": "application/json"}


class ReachedError(Exception):
    """Somebody got as far as the store."""


class ClosedDatabase(Database):
    """A database that says when anything is read or written."""

    @contextmanager
    def transaction(self):
        raise ReachedError
        yield

    reading = transaction


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    folder = tmp_path_factory.mktemp("walk")
    patch = pytest.MonkeyPatch()
    patch.setattr(bootstrap, "Database", ClosedDatabase)
    workbench = open_workbench(settings_from(an_environment(folder / "home")))
    patch.undo()
    yield {
        f"{field.name}.{name}": method
        for field in fields(Workbench)
        if type(service := getattr(workbench, field.name)).__module__.startswith(ROOMS)
        for name, method in inspect.getmembers(service, inspect.ismethod)
        if not name.startswith("_") and method.__self__ is service
    }
    workbench.database.close()


def is_refused(method, roles):
    """Whether the first thing that happens is a refusal; the arguments are of the right kind and mean nothing."""
    given = {"actor": Person("p", "P", roles), "project": PROJECT}
    for name, one in inspect.signature(method).parameters.items():
        if one.default is one.empty and name not in given:
            listed = any(kind in str(one.annotation) for kind in ("Iterable", "Collection", "Sequence"))
            given[name] = () if listed else {str: "x", int: 1}.get(one.annotation)
    if "project" not in inspect.signature(method).parameters:
        del given["project"]
    try:
        with suppress(ReachedError, AttributeError, TypeError, ValueError, LookupError):
            done = method(**given)
            if inspect.isgenerator(done):
                next(done)
    except PermissionRefusedError:
        return True
    except Exception as error:  # noqa: BLE001 - a sentence about the arguments: the door was passed
        return type(error).__module__ != "curation.errors"
    return False


def test_the_table_names_every_public_method(services):
    acting = {name for name, method in services.items() if "actor" in inspect.signature(method).parameters}
    assert acting == set(WANTED) | set(BY_STORE)
    assert set(services) - acting == set(NO_ACTOR)


@pytest.mark.parametrize("roles", EVERYBODY, ids=lambda roles: ",".join(roles) or "nobody")
def test_every_method_refuses_who_may_not_before_it_reads_anything(services, roles):
    granted = frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))
    wrong = [
        (name, "refused" if refused else "let in")
        for name, needed in WANTED.items()
        if (refused := is_refused(services[name], roles)) is bool(needed & granted)
    ]
    assert wrong == []


ROUTE_NEEDS = {
    "/api/desk/": {Permission.REVIEW, Permission.EDIT},
    **{f"/api/duplicates/{act}": {Permission.REVIEW} for act in ("decide", "keep_suggested", "undo", "draft")},
    "/api/duplicates/": {Permission.SEE},
    "/api/disagreements/": {Permission.ADJUDICATE, Permission.REVIEW},
    "/api/privacy/": {Permission.SEE_ORIGINALS, Permission.REVIEW},
    **{f"/api/talk/{act}": {Permission.SEE} for act in ("threads", "read")},
    "/api/talk/": {Permission.COMMENT},
    "/api/rating/": {Permission.RATE},
    "/api/versions/": {Permission.EXPORT},
    "/api/retrieval/": {Permission.EXPORT},
    "/api/rounds/": {Permission.EXPORT},
    "/api/log": {Permission.EXPORT},
}
OPEN_TO_ALL = {"/api/session/end", "/api/desk/item", "/api/desk/compare", "/api/desk/prefer"}
"""One's own session, what every member may see, a word diff of one's own texts, one's own screen."""


@pytest.fixture
def world(tmp_path):
    made = a_guarded_world(tmp_path)
    yield made
    made.workbench.database.close()


def api_routes(workbench):
    return [(r.path, next(iter(r.methods - {"HEAD"}))) for r in routes(workbench) if is_ours(r.path)]


def is_ours(path):
    """Ours, but for the REST door, which is walked by its own table (tests/workbench/rest)."""
    return path.startswith("/api/") and not path.startswith("/api/v1/")


def call(client, path, method, person, project):
    said = {
        "project": project.slug,
        "person": person.id,
        "sample": "x",
        "revision": 1,
        "id": "x",
        "verdict": "approve",
        "kind": "duplicate",
        "group": "g",
        "version": "v",
        "path": "p",
        "layout": "csv" if path == "/api/log" else "messages",
        "round": "r",
        "samples": [],
        "count": 1,
        "held": [],
        "pool": "waiting",
        "offset": 0,
        "type": "PERSON",
        "hmac": "h",
        "action": "keep_all" if "duplicates" in path else "accept",
        "members": [],
        "task": "t",
        "choice": "left",
        "value": "v",
        "decision": "d",
        "question": "Q",
        "answer": "A",
        "keeper": "k",
        "seen": "disputed",
        "side": "a",
        "mark": "m",
        "note": "n",
        "flag": "f",
        "reason": "wrong",
        "thread": "t",
        "comment": "c",
        "comments": [],
        "words": "w",
    }
    if method == "GET":
        return client.get(path, params={k: v for k, v in said.items() if isinstance(v, str)}, headers={"Accept": "*/*"})
    return client.post(path, content=json.dumps(said), headers=JSON)


def test_no_route_of_ours_answers_who_is_not_signed_in(world):
    client = browser(world)
    for path, method in api_routes(world.workbench):
        answer = call(client, path, method, world.owner, world.project)
        assert answer.status_code == 401, path
        assert answer.json()["kind"] == "SignedOutError", path


def test_every_route_refuses_who_may_not(world):
    observer = world.joined("Olga", "olga@example.org", PersonRole.OBSERVER)
    client = signed_in(world, "olga@example.org")
    refused = {}
    for path, method in api_routes(world.workbench):
        needed = next((needs for begin, needs in ROUTE_NEEDS.items() if path.startswith(begin)), None)
        if path in OPEN_TO_ALL:
            continue
        assert needed is not None, f"say in ROUTE_NEEDS what {path} needs"
        if needed & PERMISSIONS[PersonRole.OBSERVER]:
            continue
        answer = call(client, path, method, observer, world.project)
        refused[path] = (answer.status_code, answer.json().get("kind"), answer.text[:90])
    assert len(refused) > 15
    assert {path: told for path, told in refused.items() if told[:2] != (403, "PermissionRefusedError")} == {}


@pytest.mark.parametrize("role", list(PersonRole))
def test_nobody_has_a_screen_in_the_menu_that_is_closed_to_them(role):
    somebody = Person("p", "P", frozenset({role}))
    for entry in entries():
        if entry.listed_for is not None and somebody.may(entry.listed_for):
            assert somebody.may(entry.needs), entry.name


@pytest.mark.parametrize("role", list(PersonRole))
def test_a_screen_that_is_closed_to_somebody_is_closed_by_its_address_too(role):
    somebody = Person("p", "P", frozenset({role}))
    for entry in entries():
        drawn = _shown(somebody, entry)
        if somebody.may(entry.needs):
            assert drawn is entry.show
        else:
            assert (drawn.func, drawn.args) == (closed_page, (entry.title, entry.needs))


def test_only_who_may_approve_may_approve():
    able = {role for role, granted in PERMISSIONS.items() if Permission.REVIEW in granted}
    assert able == {PersonRole.OWNER, PersonRole.LEAD, PersonRole.EXPERT, PersonRole.SENIOR}
    assert PERMISSIONS[PersonRole.EDITOR] == {Permission.SEE, Permission.EDIT, Permission.COMMENT}
