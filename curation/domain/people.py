"""People: roles, permissions, and the one table that joins them."""

from dataclasses import dataclass
from enum import StrEnum

from curation.errors import PermissionRefusedError
from curation.texts import text


class PersonRole(StrEnum):
    """What somebody is to a project."""

    OWNER = "owner"
    LEAD = "lead"
    ENGINEER = "engineer"
    EXPERT = "expert"
    SENIOR = "senior"
    EDITOR = "editor"
    PRIVACY = "privacy"
    OBSERVER = "observer"


class Permission(StrEnum):
    """What can be done; every service names the one that it needs."""

    SEE = "see"
    REVIEW = "review"
    EDIT = "edit"
    IMPORT = "import"
    EXPORT = "export"
    FREEZE = "freeze"
    TRAIN = "train"
    PLAN_ROUNDS = "plan_rounds"
    RATE = "rate"
    MANAGE = "manage"
    ADJUDICATE = "adjudicate"
    SEE_ORIGINALS = "see_originals"
    COMMENT = "comment"


_P = Permission
PERMISSIONS: dict[PersonRole, frozenset[Permission]] = {
    PersonRole.OWNER: frozenset(Permission),
    PersonRole.LEAD: frozenset(set(Permission) - {_P.SEE_ORIGINALS}),
    PersonRole.ENGINEER: frozenset({_P.SEE, _P.IMPORT, _P.EXPORT, _P.FREEZE, _P.TRAIN, _P.COMMENT}),
    PersonRole.EXPERT: frozenset({_P.SEE, _P.REVIEW, _P.EDIT, _P.RATE, _P.COMMENT}),
    PersonRole.SENIOR: frozenset({_P.SEE, _P.REVIEW, _P.EDIT, _P.RATE, _P.ADJUDICATE, _P.COMMENT}),
    PersonRole.EDITOR: frozenset({_P.SEE, _P.EDIT, _P.COMMENT}),
    PersonRole.PRIVACY: frozenset({_P.SEE, _P.SEE_ORIGINALS, _P.COMMENT}),
    PersonRole.OBSERVER: frozenset({_P.SEE}),
}


@dataclass(frozen=True)
class Person:
    """Somebody who works here; `roles` are those in the project at hand."""

    id: str
    name: str
    roles: frozenset[PersonRole]

    def may(self, permission: Permission) -> bool:
        """Tell whether any of the person's roles carries the permission."""
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Let the person pass, or raise PermissionRefusedError naming who could."""
        if self.may(permission):
            return
        able = sorted(r.value for r, granted in PERMISSIONS.items() if permission in granted)
        raise PermissionRefusedError(
            text(
                "{name} may not do this here ({permission}). Ask somebody who is {roles} in this project.",
                name=self.name,
                permission=permission.value,
                roles=", ".join(able),
            )
        )
