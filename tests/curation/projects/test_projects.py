import pytest
from sqlalchemy import update

from curation.domain.people import Permission, PersonRole
from curation.errors import ConflictError, InputError, NotFoundError, PermissionRefusedError
from curation.services.projects import Draft, slug_of
from curation.store.events import broken_lines, recent_events
from curation.store.superseding import guideline_number
from curation.store.tables_people import EventRow
from tests.builders import a_person, a_project


def test_whoever_starts_a_project_owns_it(workbench):
    owner, project = a_project(workbench)
    assert owner.roles == {PersonRole.OWNER}
    assert [p.slug for p in workbench.projects.of(owner.id)] == [project.slug]


def test_two_projects_never_share_a_slug(workbench):
    a_project(workbench, "Herz & Kreislauf")
    with pytest.raises(ConflictError, match="herz-kreislauf"):
        a_project(workbench, "Herz Kreislauf")


def test_a_removed_project_is_out_of_sight_and_frees_its_slug(owned):
    workbench, owner, project = owned
    workbench.projects.remove(owner, project)
    with pytest.raises(NotFoundError):
        workbench.projects.enter(owner.id, project.slug)
    a_project(workbench, project.name)


def test_an_expert_cannot_add_people_and_is_told_who_can(owned):
    workbench, _owner, project = owned
    expert = a_person(workbench, project, "Dr. Frost")
    with pytest.raises(PermissionRefusedError, match="lead, owner"):
        workbench.projects.add_person(expert, project, "Somebody", [PersonRole.LEAD])


def test_a_project_keeps_an_owner(owned):
    workbench, owner, project = owned
    with pytest.raises(ConflictError):
        workbench.projects.set_roles(owner, project, owner.id, [PersonRole.EXPERT])
    assert PersonRole.OWNER in workbench.projects.enter(owner.id, project.slug)[0].roles


def test_two_who_change_a_project_by_what_they_saw_keep_each_others_words(owned):
    workbench, owner, seen = owned
    told = Draft(seen.name, seen.language, "# Doses")
    workbench.projects.describe(owner, seen, told)
    workbench.projects.describe(owner, seen, Draft("Another name", seen.language, seen.guidelines))
    _, now = workbench.projects.enter(owner.id, seen.slug)
    assert (now.name, now.guidelines) == ("Another name", "# Doses")
    with workbench.database.reading() as tx:
        assert guideline_number(tx, seen.id)[0] == 2


def test_a_project_needs_a_name(workbench):
    owner = workbench.projects.ensure_local_owner("Owner")
    with pytest.raises(InputError):
        workbench.projects.create(owner, Draft(name=" ! "))


def test_policies_are_numbered_and_the_newest_counts(owned):
    workbench, owner, project = owned
    assert workbench.projects.policy(owner, project, "review") is None
    assert workbench.projects.set_policy(owner, project, "review", {"slots": 1}) == 1
    assert workbench.projects.set_policy(owner, project, "review", {"slots": 2}) == 2
    assert workbench.projects.policy(owner, project, "review") == {"slots": 2}


def test_the_event_chain_holds_until_a_line_is_changed(owned):
    workbench, _owner, project = owned
    a_person(workbench, project, "Dr. Frost")
    with workbench.database.reading() as tx:
        assert list(broken_lines(tx)) == []
        assert [e.action for e in recent_events(tx, project.id)] == ["person.added", "project.created"]
    with workbench.database.transaction() as tx:
        tx.execute(update(EventRow).where(EventRow.number == 1).values(actor="somebody else"))
    with workbench.database.reading() as tx:
        assert list(broken_lines(tx)) == [1]


def test_a_torn_off_end_of_the_chain_is_found(owned):
    workbench, _owner, _project = owned
    with workbench.database.transaction() as tx:
        tx.delete(tx.get_one(EventRow, 1))
    with workbench.database.reading() as tx:
        assert list(broken_lines(tx)) == [1]


def test_every_role_may_at_least_see():
    from curation.domain.people import PERMISSIONS

    assert all(Permission.SEE in granted for granted in PERMISSIONS.values())
    assert set(PERMISSIONS) == set(PersonRole)


def test_slugs_are_plain():
    assert slug_of("  Öffentliches Recht / EU ") == "offentliches-recht-eu"


def test_a_name_in_another_script_has_a_short_one_too(owned):
    workbench, owner, _project = owned
    first, second = (workbench.projects.create(owner.id, Draft(name=name)) for name in ("心臓病学", "Право"))
    assert first.slug == slug_of("心臓病学")
    assert first.slug != second.slug
    assert slug_of(" ! ") == ""


def test_a_language_is_a_code(owned):
    workbench, owner, project = owned
    with pytest.raises(InputError, match="is no language code"):
        workbench.projects.create(owner.id, Draft(name="Law", language="../x"))
    with pytest.raises(InputError, match="is no language code"):
        workbench.projects.describe(owner, project, Draft(name="Law", language=""))
