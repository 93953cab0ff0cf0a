"""Sign-in without the cost of real hashes: the same code with the smallest parameters, and a clock to move."""

from dataclasses import dataclass, replace

from curation.domain.access import Browser
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.services.inviting import Inviting
from curation.services.passwords import Passwords
from curation.services.signing_in import SigningIn
from curation.services.tokens import Tokens
from curation.store import events
from tests.builders import HandClock, a_project
from workbench.bootstrap import Workbench

FIREFOX = Browser("Firefox on Linux", "10.0.0.7")
PASSWORD = "the heart beats at night"  # noqa: S105 - of nobody


class CountedPasswords(Passwords):
    """Real hashes with the smallest costs; counts how often one was worked out."""

    def __init__(self) -> None:
        super().__init__(passes=1, kibibytes=8)
        self.checked = 0

    def matches(self, stored, password):
        self.checked += 1
        return super().matches(stored, password)


@dataclass(frozen=True)
class Guarded:
    workbench: Workbench
    owner: Person
    project: Project
    clock: HandClock
    passwords: CountedPasswords

    @property
    def signing_in(self) -> SigningIn:
        return self.workbench.signing_in

    @property
    def inviting(self) -> Inviting:
        return self.workbench.inviting

    def joined(self, name: str, email: str, *roles) -> Person:
        """Somebody who was invited and has chosen the password."""
        done = self.inviting.invite(self.owner, self.project, name, email, roles)
        self.inviting.accept(done.secret, "", PASSWORD, FIREFOX)
        return done.person

    def actions(self) -> list[str]:
        with self.workbench.database.reading() as tx:
            return [event.action for event in reversed(events.recent_events(tx, None))]


def guarded(workbench: Workbench) -> Guarded:
    owner, project = a_project(workbench)
    clock, passwords = HandClock(), CountedPasswords()
    signing_in = SigningIn(workbench.database, passwords, clock)
    opened = replace(
        workbench,
        signing_in=signing_in,
        inviting=Inviting(workbench.database, signing_in),
        tokens=Tokens(workbench.database, clock),
    )
    return Guarded(opened, owner, project, clock, passwords)
