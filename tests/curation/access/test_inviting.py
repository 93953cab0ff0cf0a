"""Invitations and resets: links that work once, and nobody who hands out more than they hold."""

from datetime import timedelta

import pytest

from curation.domain.access import INVITATION_LIFE, RESET_LIFE, LinkPurpose
from curation.domain.people import PersonRole
from curation.errors import ConflictError, InputError, NotFoundError, PermissionRefusedError
from curation.services.projects import LOCAL_OWNER
from tests.builders import a_project
from tests.curation.access.access_builders import FIREFOX, PASSWORD, guarded

OPENS_NOTHING = "used already, was withdrawn, or is too old"


@pytest.fixture
def world(workbench):
    return guarded(workbench)


def test_an_invitation_works_once(world):
    done = world.inviting.invite(world.owner, world.project, "Ada", "ada@example.org", [PersonRole.EXPERT])
    link, account = world.inviting.look(done.secret)
    assert (link.purpose, account.name, account.email) == (LinkPurpose.INVITE, "Ada", "ada@example.org")
    _, session = world.inviting.accept(done.secret, "", PASSWORD, FIREFOX)
    assert session.person_id == done.person.id
    for again in (world.inviting.look, lambda secret: world.inviting.accept(secret, "", PASSWORD, FIREFOX)):
        with pytest.raises(NotFoundError, match=OPENS_NOTHING):
            again(done.secret)
    assert world.actions()[-3:] == ["person.invited", "link.used.invite", "session.started"]


def test_a_link_grows_old_is_withdrawn_and_is_replaced_by_the_next(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    old, new = world.inviting.reset(world.owner, ada.id), world.inviting.reset(world.owner, ada.id)
    with pytest.raises(NotFoundError, match=OPENS_NOTHING):
        world.inviting.look(old)
    assert world.inviting.withdraw(world.owner, ada.id) == 1
    with pytest.raises(NotFoundError, match=OPENS_NOTHING):
        world.inviting.look(new)
    late = world.inviting.reset(world.owner, ada.id)
    world.clock.forward(RESET_LIFE.total_seconds())
    with pytest.raises(NotFoundError, match=OPENS_NOTHING):
        world.inviting.look(late)
    waiting = world.inviting.invite(world.owner, world.project, "Ben", "", [PersonRole.EXPERT])
    world.clock.forward((INVITATION_LIFE - timedelta(seconds=1)).total_seconds())
    assert world.inviting.look(waiting.secret)[1].name == "Ben"


def test_a_reset_ends_every_session_and_the_old_password(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    cookie, _ = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    secret = world.inviting.reset(world.owner, ada.id)
    assert world.signing_in.session_of(cookie, FIREFOX.kind) is not None
    world.inviting.accept(secret, "", "another sentence now", FIREFOX)
    assert world.signing_in.session_of(cookie, FIREFOX.kind) is None
    with pytest.raises(PermissionRefusedError):
        world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)


def test_who_has_no_address_gives_one_with_the_link_and_nobody_takes_anothers(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    done = world.inviting.invite(world.owner, world.project, "Ben", " ", [PersonRole.EXPERT])
    with pytest.raises(InputError, match="This is no e-mail address"):
        world.inviting.accept(done.secret, "", PASSWORD, FIREFOX)
    with pytest.raises(ConflictError, match="Somebody else signs in with this"):
        world.inviting.accept(done.secret, "Ada@example.org", PASSWORD, FIREFOX)
    world.inviting.accept(done.secret, "ben@example.org", PASSWORD, FIREFOX)
    world.signing_in.sign_in("ben@example.org", PASSWORD, FIREFOX)


def test_who_has_an_address_already_joins_another_project_without_a_link(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    owner, other = a_project(world.workbench, "Law")
    done = world.inviting.invite(owner, other, "Somebody", "ada@example.org", [PersonRole.LEAD])
    assert (done.person.id, done.person.name, done.secret) == (ada.id, "Ada", None)
    assert {p.slug for p in world.workbench.projects.of(ada.id)} == {"cardiology", "law"}


def test_the_first_owner_gets_a_link_until_they_have_a_password(world):
    secret = world.inviting.first_link()
    world.inviting.accept(secret, "owner@example.org", PASSWORD, FIREFOX)
    assert world.inviting.first_link() is None
    assert world.inviting.owner_has_email()


def test_a_lead_hands_out_nothing_beyond_a_leads_own(world):
    lead = world.joined("Lena", "lena@example.org", PersonRole.LEAD)
    for role in (PersonRole.OWNER, PersonRole.PRIVACY):
        with pytest.raises(PermissionRefusedError, match="allows more than Lena's own"):
            world.inviting.invite(lead, world.project, "Eve", "eve@example.org", [role])
        with pytest.raises(PermissionRefusedError, match="allows more"):
            world.workbench.projects.set_roles(lead, world.project, lead.id, [PersonRole.LEAD, role])
        with pytest.raises(PermissionRefusedError, match="allows more"):
            world.workbench.projects.add_person(lead, world.project, "Eve", [role])
    with pytest.raises(PermissionRefusedError, match="allows more"):
        world.workbench.projects.set_roles(lead, world.project, world.owner.id, [PersonRole.OBSERVER])
    world.inviting.invite(lead, world.project, "Eve", "eve@example.org", [PersonRole.LEAD, PersonRole.EXPERT])


def test_nobody_takes_over_a_way_in_that_opens_more_than_their_own(world):
    lead = world.joined("Lena", "lena@example.org", PersonRole.LEAD)
    expert = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    privacy = world.joined("Pia", "pia@example.org", PersonRole.PRIVACY)
    owner, other = a_project(world.workbench, "Law")
    elsewhere = world.joined("Olaf", "olaf@example.org", PersonRole.EXPERT)
    world.inviting.invite(owner, other, "Olaf", "olaf@example.org", [PersonRole.LEAD])
    assert world.inviting.reset(lead, expert.id)
    for person_id in (LOCAL_OWNER, privacy.id, elsewhere.id):
        for act in (
            lambda who: world.inviting.reset(lead, who),
            lambda who: world.inviting.withdraw(lead, who),
            lambda who: world.inviting.set_email(lead, who, "mine@example.org"),
            lambda who: world.signing_in.end_sessions(lead, who),
            lambda who: world.workbench.tokens.of(lead, world.project, who),
        ):
            with pytest.raises(PermissionRefusedError, match="may do more than you"):
                act(person_id)
    with pytest.raises(PermissionRefusedError):
        world.inviting.reset(expert, lead.id)
    assert world.inviting.reset(world.owner, elsewhere.id)
    assert set(world.inviting.accounts(lead, world.project)) == {lead.id, expert.id}
    assert len(world.inviting.accounts(world.owner, world.project)) == 5


def test_whoever_is_out_of_a_project_has_no_token_for_it(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    _, token = world.workbench.tokens.make(ada, world.project, "script", [PersonRole.EXPERT])
    world.workbench.projects.set_roles(world.owner, world.project, ada.id, [])
    [found] = world.workbench.tokens.of(world.owner, world.project, ada.id)
    assert (found.id, found.revoked_at is not None) == (token.id, True)
