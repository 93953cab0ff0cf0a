"""Signing in: who comes in, who waits, what ends a session, and that nobody learns who exists."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st

from curation.domain.access import IDLE, LONGEST, MOST_PASSWORD, Browser, email_of, wait_after
from curation.domain.people import PersonRole
from curation.errors import (
    InputError,
    NotFoundError,
    PermissionRefusedError,
    SignedOutError,
    TooManyTriesError,
)
from curation.services.passwords import Passwords
from curation.services.signing_in import Claims
from curation.store import accounts, sessions
from curation.store.tables_access import LinkRow, SessionRow, TokenRow
from tests.curation.access.access_builders import FIREFOX, PASSWORD, guarded

DANA = "\u05d3\u05e0\u05d4 \u05dc\u05d5\u05d9"
WRONG = "The e-mail address or the password is not right. Try again."


@pytest.fixture
def world(workbench):
    return guarded(workbench)


def refused(world, email, password, browser=FIREFOX):
    with pytest.raises(PermissionRefusedError) as told:
        world.signing_in.sign_in(email, password, browser)
    return str(told.value)


def test_a_password_opens_a_session_of_one_browser(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    secret, session = world.signing_in.sign_in(" Ada@Example.ORG ", PASSWORD, FIREFOX)
    assert session.person_id == ada.id
    assert world.signing_in.session_of(secret, FIREFOX.kind) == session
    assert world.signing_in.session_of(secret.swapcase(), FIREFOX.kind) is None
    assert world.actions()[-2:] == ["session.started", "session.started"]


def test_a_name_that_exists_and_one_that_does_not_are_answered_alike_and_cost_the_same(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    world.inviting.invite(world.owner, world.project, "Ben", "ben@example.org", [PersonRole.EXPERT])
    answers = []
    for email in ("ada@example.org", "ben@example.org", "nobody@example.org", "no address", "a\0b@example.org", ""):
        before = world.passwords.checked
        answers.append(refused(world, email, "not the password"))
        assert world.passwords.checked == before + 1
    assert set(answers) == {WRONG}


def test_checking_without_a_hash_costs_what_checking_with_one_does():
    passwords = Passwords(passes=1, kibibytes=8)
    stored = passwords.hash(PASSWORD)
    parameters = stored.split("$")[1:4]
    assert passwords._decoy.split("$")[1:4] == parameters
    with pytest.raises(VerifyMismatchError):
        passwords._hasher.verify(passwords._decoy, PASSWORD)
    assert [len(part) for part in passwords._decoy.split("$")] == [len(part) for part in stored.split("$")]
    assert (passwords.matches(stored, PASSWORD), passwords.matches(None, PASSWORD)) == (True, False)
    assert not passwords.matches("not a hash", PASSWORD)


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_after_five_wrong_tries_a_name_waits_whether_it_exists_or_not(world, email):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    for _ in range(5):
        assert refused(world, email, "wrong") == WRONG
    checked = world.passwords.checked
    with pytest.raises(TooManyTriesError, match=r"^Too many tries\. Try again in 31 seconds\.$") as told:
        world.signing_in.sign_in(email, PASSWORD, replace(FIREFOX, address="10.9.9.9"))
    assert (told.value.seconds, world.passwords.checked) == (31, checked)
    world.clock.forward(31)
    if email.startswith("ada"):
        world.signing_in.sign_in(email, PASSWORD, FIREFOX)
        for _ in range(4):
            refused(world, email, "wrong")
    else:
        assert refused(world, email, "wrong") == WRONG


def test_an_address_that_tries_many_names_waits_too(world):
    for number in range(20):
        refused(world, f"someone{number}@example.org", "wrong")
    with pytest.raises(TooManyTriesError):
        world.signing_in.sign_in("another@example.org", "wrong", FIREFOX)
    assert refused(world, "another@example.org", "wrong", Browser("Firefox on Linux", "10.0.0.8")) == WRONG


def test_each_failure_waits_longer_up_to_a_quarter_of_an_hour():
    waits = [wait_after(failures, 5).total_seconds() for failures in range(40)]
    assert waits[:8] == [0, 0, 0, 0, 0, 30, 60, 120]
    assert waits == sorted(waits)
    assert waits[-1] == 900


def test_a_session_ends_after_rest_and_after_a_week(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    secret, session = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    world.clock.forward((IDLE - timedelta(seconds=1)).total_seconds())
    assert world.signing_in.session_of(secret, FIREFOX.kind) is not None
    world.signing_in.require_open(session.id)
    world.clock.forward(IDLE.total_seconds())
    assert world.signing_in.session_of(secret, FIREFOX.kind) is None
    with pytest.raises(SignedOutError, match="What you typed is kept; sign in again"):
        world.signing_in.require_open(session.id)
    secret, begun = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    while world.clock.now < begun.created_at + LONGEST - timedelta(hours=11):
        world.clock.forward(11 * 3600)
        seen = world.signing_in.session_of(secret, FIREFOX.kind)
    assert seen is not None
    world.clock.forward(11 * 3600)
    assert world.signing_in.session_of(secret, FIREFOX.kind) is None


def test_a_cookie_in_another_kind_of_browser_ends_the_session_for_both(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    secret, _ = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    assert world.signing_in.session_of(secret, "Chrome on Windows") is None
    assert world.signing_in.session_of(secret, FIREFOX.kind) is None
    assert world.actions()[-1] == "session.moved"


def test_what_is_kept_of_secrets_are_hashes_alone(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    cookie, _ = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    link = world.inviting.reset(world.owner, ada.id)
    token, _ = world.workbench.tokens.make(ada, world.project, "script", ada.roles)
    with world.workbench.database.reading() as tx:
        kept = [str(vars(row)) for table in (SessionRow, LinkRow, TokenRow) for row in tx.query(table)]
        kept.append(accounts.account(tx, ada.id).password_hash)
    assert len(kept) == 5
    assert not any(secret in row for secret in (cookie, link, token, PASSWORD) for row in kept)
    assert kept[-1].startswith("$argon2id$")


def test_sessions_are_listed_and_ended_by_their_person_and_by_who_looks_after_them(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    ben = world.joined("Ben", "ben@example.org", PersonRole.EXPERT)
    first, kept = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    assert len(world.signing_in.sessions_of(ada, ada.id)) == 2
    with pytest.raises(PermissionRefusedError):
        world.signing_in.sessions_of(ben, ada.id)
    with pytest.raises(PermissionRefusedError):
        world.signing_in.end_session(ben, ada.id, kept.id)
    assert world.signing_in.end_sessions(ada, ada.id, but=kept.id) == 1
    world.signing_in.end_session(world.owner, ada.id, kept.id)
    assert world.signing_in.session_of(first, FIREFOX.kind) is None
    with pytest.raises(NotFoundError, match="no such session"):
        world.signing_in.end_session(world.owner, ada.id, kept.id)
    assert world.actions()[-2:] == ["sessions.revoked", "session.revoked"]


def test_sign_out_ends_this_session_alone(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    first, one = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    other, _ = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    world.signing_in.sign_out(one)
    world.signing_in.sign_out(one)
    assert world.signing_in.session_of(first, FIREFOX.kind) is None
    assert world.signing_in.session_of(other, FIREFOX.kind) is not None
    assert world.actions().count("session.ended") == 1


def test_a_changed_password_needs_the_old_one_and_ends_other_sessions(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    mine, session = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    other, _ = world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    with pytest.raises(PermissionRefusedError, match="that you have now is not right"):
        world.signing_in.change_password(session, "wrong", "a new sentence of mine")
    with pytest.raises(InputError, match="at least 12 characters"):
        world.signing_in.change_password(session, PASSWORD, "short")
    world.signing_in.change_password(session, PASSWORD, "a new sentence of mine")
    assert world.signing_in.session_of(mine, FIREFOX.kind) is not None
    assert world.signing_in.session_of(other, FIREFOX.kind) is None
    assert refused(world, "ada@example.org", PASSWORD) == WRONG
    world.signing_in.sign_in("ada@example.org", "a new sentence of mine", FIREFOX)


def test_a_huge_password_is_wrong_and_a_password_may_be_written_in_any_script(world):
    turned = f"{DANA[:3]} \u202e{DANA[4:]}"
    done = world.inviting.invite(world.owner, world.project, turned, "dana@example.org", [PersonRole.EXPERT])
    assert done.person.name == DANA
    for password, reason in (
        ("x" * (MOST_PASSWORD + 1), "at most 1024 characters"),
        ("nul\0nul\0nul\0nul", "null character"),
        ("dana@example.org", "too easy to guess"),
        ("aaaaaaaaaaaaaaaa", "too easy to guess"),
    ):
        with pytest.raises(InputError, match=reason):
            world.inviting.accept(done.secret, "", password, FIREFOX)
    world.inviting.accept(done.secret, "", f"{DANA} cafe\u0301 {DANA}", FIREFOX)
    world.signing_in.sign_in("dana@example.org", f"{DANA} caf\u00e9 {DANA}", FIREFOX)
    assert refused(world, "dana@example.org", "x" * 1_000_000) == WRONG


def test_a_hash_of_older_costs_is_made_anew_at_the_next_sign_in(world):
    ada = world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    with world.workbench.database.transaction() as tx:
        accounts.set_password(tx, ada.id, Passwords(passes=2, kibibytes=16).hash(PASSWORD))
    world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    with world.workbench.database.reading() as tx:
        assert "m=8,t=1,p=1" in accounts.account(tx, ada.id).password_hash


def test_a_provider_brings_in_whom_the_owner_invited_and_nobody_else(world):
    ada = world.inviting.invite(world.owner, world.project, "Ada", "ada@example.org", [PersonRole.EXPERT]).person
    good = Claims("https://id.example.org", "subject-1", "ADA@example.org", verified=True)
    for claims in (
        replace(good, verified=False),
        replace(good, email="eve@example.org"),
        replace(good, email="not an address"),
    ):
        with pytest.raises(PermissionRefusedError, match="You are not invited"):
            world.signing_in.come_in(claims, FIREFOX)
    assert world.signing_in.come_in(good, FIREFOX)[1].person_id == ada.id
    renamed = replace(good, email="ada.new@example.org", verified=False)
    assert world.signing_in.come_in(renamed, FIREFOX)[1].person_id == ada.id
    with pytest.raises(PermissionRefusedError):
        world.signing_in.come_in(replace(good, subject="subject-2"), FIREFOX)
    with pytest.raises(PermissionRefusedError):
        world.signing_in.come_in(replace(good, issuer="https://evil.example.org"), FIREFOX)


def test_old_sessions_and_tries_are_forgotten(world):
    world.joined("Ada", "ada@example.org", PersonRole.EXPERT)
    refused(world, "nobody@example.org", "wrong")
    world.clock.forward(LONGEST.total_seconds() + 1)
    world.signing_in.sign_in("ada@example.org", PASSWORD, FIREFOX)
    with world.workbench.database.reading() as tx:
        assert tx.query(SessionRow).count() == 1
        assert tx.query(sessions.TryRow).count() == 1


@given(st.text(max_size=300))
def test_any_text_is_an_address_or_a_sentence(typed):
    try:
        email = email_of(typed)
    except InputError:
        return
    assert email_of(email) == email
    assert "\0" not in email
