"""`workbench token`: what programs show instead of a person; made, listed and revoked."""

from typing import Annotated

import typer

from curation.domain.access import MOST_TOKEN_DAYS, TOKEN_LIFE, ApiToken
from curation.domain.identity import Json
from curation.domain.people import PersonRole
from curation.texts import text
from workbench.cli.output import AsJson, Home, InProject, entered, group, show, table

app = group(text("Make, list and revoke tokens with which programs call the workbench."))
Name = Annotated[str, typer.Argument(help=text("What will use the token."), show_default=False)]
Roles = Annotated[list[PersonRole], typer.Option("--role", help=text("What it may do; may be repeated."))]
Days = Annotated[int, typer.Option("--days", min=1, max=MOST_TOKEN_DAYS, help=text("After how many days it ends."))]
Id = Annotated[str, typer.Argument(help=text("The token's id, as the list shows it."), show_default=False)]


@app.command("make")
def make(
    name: Name,
    *,
    role: Roles,
    days: Days = TOKEN_LIFE.days,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Make a token for this project and print it, this once."""
    with entered(home, project) as place:
        secret, token = place.workbench.tokens.make(place.person, place.project, name, role, days)
        sentence = text("Copy the token now: it is not kept and cannot be shown again.\n{secret}", secret=secret)
        show({**_value(token), "token": secret}, sentence, as_json=as_json)


@app.command("list")
def list_tokens(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List one's tokens in a project with their last use, ended ones included."""
    with entered(home, project) as place:
        found = place.workbench.tokens.of(place.person, place.project)
        head = (text("Id"), text("Token"), text("Roles"), text("Ends"), text("Last used"), text("State"))
        now = place.workbench.tokens.clock()
        rows = [
            (
                one.id,
                one.name,
                ", ".join(sorted(role.value for role in one.roles)),
                f"{one.expires_at:%Y-%m-%d}",
                f"{one.last_used_at:%Y-%m-%d %H:%M} UTC" if one.last_used_at else "-",
                text("open") if one.holds(now) else text("ended"),
            )
            for one in found
        ]
        show({"tokens": [_value(one) for one in found]}, table([head, *rows]), as_json=as_json)


@app.command("revoke")
def revoke(token: Id, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """End a token at once."""
    with entered(home, project) as place:
        place.workbench.tokens.revoke(place.person, place.project, token)
        show({"id": token, "revoked": True}, text("The token is revoked."), as_json=as_json)


def _value(token: ApiToken) -> dict[str, Json]:
    roles: list[Json] = [*sorted(role.value for role in token.roles)]
    return {
        "id": token.id,
        "name": token.name,
        "roles": roles,
        "expires_at": token.expires_at.isoformat(),
        "last_used_at": token.last_used_at.isoformat() if token.last_used_at else None,
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }
