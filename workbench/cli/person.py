"""`workbench person`: the people of a project, what they are to it, and how they come in."""

from typing import Annotated

import typer

from curation.domain.access import AuthMode
from curation.domain.identity import Json
from curation.domain.people import Person, PersonRole
from curation.errors import NotFoundError
from curation.services.projects import LOCAL_OWNER
from curation.store.knowledge import Knows
from curation.texts import text, texts
from workbench.cli.output import AsJson, Home, InProject, Place, entered, group, opened, public_address, show, table

app = group(text("Add, invite and list the people of a project, and what is open in their name."))
Name = Annotated[str, typer.Argument(help=text("What the person is called."), show_default=False)]
Who = Annotated[str, typer.Argument(help=text("The person's id, e-mail address or name."), show_default=False)]
Roles = Annotated[
    list[PersonRole], typer.Option("--role", help=text("What the person is to the project; may be repeated."))
]
Email = Annotated[str, typer.Option("--email", help=text("The e-mail address that the person signs in with."))]
Specialties = Annotated[
    list[str] | None,
    typer.Option("--specialty", help=text("A specialty of the project; may be repeated."), show_default=False),
]
Languages = Annotated[
    list[str] | None,
    typer.Option("--language", help=text("A language, such as en; may be repeated."), show_default=False),
]
End = Annotated[str, typer.Option("--end", help=text("End a session by its id, or all of them with: all."))]


@app.command("add")
def add_person(
    name: Name, *, role: Roles, home: Home = None, project: InProject = None, as_json: AsJson = False
) -> None:
    """Add somebody to a project, without a way to sign in."""
    with entered(home, project) as place:
        person = place.workbench.projects.add_person(place.person, place.project, name, role)
        sentence = text("{name} works on {project} by now.", name=person.name, project=place.project.slug)
        show(_value(person), sentence, as_json=as_json)


@app.command("list")
def list_people(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the people of a project with their roles."""
    with entered(home, project) as place:
        people = place.workbench.projects.members(place.person, place.project)
        ways = place.workbench.inviting.accounts(place.person, place.project)
        rows = [(one.name, ", ".join(_roles(one)), one.id, ways[one.id][0].email or "-") for one in people]
        sentence = table([(text("Person"), text("Roles"), text("Id"), text("E-mail")), *rows])
        values: list[Json] = [{**_value(one), "email": ways[one.id][0].email} for one in people]
        show({"people": values}, sentence, as_json=as_json)


@app.command("invite")
def invite(
    name: Name,
    *,
    role: Roles,
    email: Email = "",
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Add somebody with a one-time link to choose a password; the link is shown this once, no e-mail is sent."""
    with entered(home, project) as place:
        done = place.workbench.inviting.invite(place.person, place.project, name, email, role)
        sentence = text("{name} signs in as before.", name=done.person.name)
        _show_link(place, done.person, done.secret, sentence, as_json=as_json)


@app.command("reset")
def reset(who: Who, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Show a one-time link with which somebody chooses a new password."""
    with entered(home, project) as place:
        person = _found(place, who)
        _show_link(place, person, place.workbench.inviting.reset(place.person, person.id), "", as_json=as_json)


@app.command("email")
def set_email(
    who: Who,
    email: Annotated[str, typer.Argument(help=text("The new address."), show_default=False)],
    *,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Write the e-mail address that somebody signs in with."""
    with entered(home, project) as place:
        person = _found(place, who)
        place.workbench.inviting.set_email(place.person, person.id, email)
        show(_value(person), text("{name} signs in with {email}.", name=person.name, email=email), as_json=as_json)


@app.command("owner")
def set_owner_email(
    email: Annotated[str, typer.Argument(help=text("The owner's address."), show_default=False)],
    *,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write the e-mail address of the workbench's first owner, before there is a project."""
    with opened(home) as workbench:
        owner = Person(LOCAL_OWNER, text("Owner"), frozenset({PersonRole.OWNER}))
        workbench.inviting.set_email(owner, LOCAL_OWNER, email)
        show(
            {"id": LOCAL_OWNER, "email": email}, text("The owner signs in with {email}.", email=email), as_json=as_json
        )


@app.command("role")
def set_roles(who: Who, *, role: Roles, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Give somebody exactly these roles in the project."""
    with entered(home, project) as place:
        person = _found(place, who)
        place.workbench.projects.set_roles(place.person, place.project, person.id, role)
        changed = Person(person.id, person.name, frozenset(role))
        roles = ", ".join(_roles(changed))
        show(_value(changed), text("{name} is {roles} by now.", name=person.name, roles=roles), as_json=as_json)


@app.command("knows")
def set_knowledge(
    who: Who,
    *,
    specialty: Specialties = None,
    language: Languages = None,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Say what somebody knows: exactly these specialties and languages; without a language they get any."""
    with entered(home, project) as place:
        person = _found(place, who)
        wanted = Knows(tuple(specialty or ()), tuple(language or ()))
        knows = place.workbench.staffing.teach(place.person, place.project, person.id, wanted)
        value: dict[str, Json] = {
            **_value(person),
            "specialties": list(knows.specialties),
            "languages": list(knows.languages),
        }
        known = ", ".join((*knows.specialties, *knows.languages)) or text("nothing in particular")
        show(value, text("{name} knows: {known}.", name=person.name, known=known), as_json=as_json)


@app.command("remove")
def remove(who: Who, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Take somebody out of the project: their roles and tokens there end at once; what they did stays."""
    with entered(home, project) as place:
        person = _found(place, who)
        place.workbench.projects.set_roles(place.person, place.project, person.id, [])
        sentence = text("{name} is out of {project}.", name=person.name, project=place.project.slug)
        show({"id": person.id, "name": person.name, "roles": []}, sentence, as_json=as_json)


@app.command("sessions")
def sessions(who: Who, *, end: End = "", home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List where somebody is signed in, or end a session."""
    with entered(home, project) as place:
        person, signing_in = _found(place, who), place.workbench.signing_in
        if end:
            count = 1
            if end == "all":
                count = signing_in.end_sessions(place.person, person.id)
            else:
                signing_in.end_session(place.person, person.id, end)
            show({"ended": count}, texts("{count} session ended.", "{count} sessions ended.", count), as_json=as_json)
            return
        found = signing_in.sessions_of(place.person, person.id)
        rows = [(s.id, s.browser.kind, s.browser.address, f"{s.seen_at:%Y-%m-%d %H:%M} UTC") for s in found]
        head = (text("Id"), text("Browser"), text("Address"), text("Last used"))
        values: list[Json] = [
            {"id": s.id, "browser": s.browser.kind, "address": s.browser.address, "seen_at": s.seen_at.isoformat()}
            for s in found
        ]
        show({"sessions": values}, table([head, *rows]), as_json=as_json)


def _show_link(place: Place, person: Person, secret: str | None, otherwise: str, *, as_json: bool) -> None:
    oidc = place.workbench.settings.entrance.auth is AuthMode.OIDC
    link = None if secret is None or oidc else f"{public_address(place.workbench.settings)}/join/{secret}"
    sentence = text("Hand this link to {name}. It works once: {link}", name=person.name, link=link)
    show({**_value(person), "link": link}, otherwise if link is None else sentence, as_json=as_json)


def _found(place: Place, who: str) -> Person:
    people = place.workbench.projects.members(place.person, place.project)
    ways = place.workbench.inviting.accounts(place.person, place.project)
    fits = [one for one in people if who in {one.id, one.name, ways[one.id][0].email}]
    if len(fits) != 1:
        raise NotFoundError(
            text(
                "{who} names {count} people of this project. Take the id: workbench person list",
                who=who,
                count=len(fits),
            )
        )
    return fits[0]


def _value(person: Person) -> dict[str, Json]:
    roles: list[Json] = list(_roles(person))
    return {"id": person.id, "name": person.name, "roles": roles}


def _roles(person: Person) -> list[str]:
    return sorted(role.value for role in person.roles)
