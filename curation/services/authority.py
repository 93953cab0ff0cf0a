"""Who may act on whom: nobody hands out, or comes to hold, more than they have themselves."""

from collections.abc import Iterable

from curation.domain.people import PERMISSIONS, Permission, Person, PersonRole
from curation.errors import PermissionRefusedError
from curation.store.accounts import projects_with
from curation.store.database import Transaction
from curation.store.projects import members
from curation.texts import text

LOCAL_OWNER = "local"


def carried(roles: Iterable[PersonRole]) -> frozenset[Permission]:
    """Return what some roles allow together."""
    return frozenset[Permission]().union(*(PERMISSIONS[role] for role in roles))


def require_to_give(actor: Person, roles: Iterable[PersonRole]) -> None:
    """Let somebody give or take roles, or raise PermissionRefusedError where these allow more than their own."""
    actor.require(Permission.MANAGE)
    beyond = sorted(role.value for role in roles if not PERMISSIONS[role] <= carried(actor.roles))
    if beyond:
        raise PermissionRefusedError(
            text(
                "{name} cannot give or take the role {roles}: it allows more than {name}'s own. Ask an owner.",
                name=actor.name,
                roles=", ".join(beyond),
            )
        )


def may_over(tx: Transaction, actor: Person, person_id: str) -> bool:
    """Tell whether somebody may act on another one's way in (a reset, a session, a token).

    Who makes a reset link could come in as that person: so they must hold, in every project, what the person
    holds. The workbench's first owner may act on everybody, and everybody on themselves.
    """
    if actor.id in {LOCAL_OWNER, person_id}:
        return True
    if not actor.may(Permission.MANAGE):
        return False
    for project_id in projects_with(tx, person_id):
        held = {one.id: carried(one.roles) for one in members(tx, project_id)}
        if not held.get(person_id, frozenset()) <= held.get(actor.id, frozenset()):
            return False
    return True


def require_over(tx: Transaction, actor: Person, person_id: str) -> None:
    """Let somebody act on another one's way in, or raise PermissionRefusedError."""
    if actor.id not in {LOCAL_OWNER, person_id}:
        actor.require(Permission.MANAGE)
    if not may_over(tx, actor, person_id):
        raise PermissionRefusedError(
            text("This person may do more than you, here or in another project. Ask the workbench's first owner.")
        )
