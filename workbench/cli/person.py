"""`workbench person`: the people of a project and what they are to it."""

from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.people import Person, PersonRole
from curation.texts import text
from workbench.cli.output import AsJson, Home, InProject, entered, group, show, table

app = group(text("Add and list the people of a project."))
Name = Annotated[str, typer.Argument(help=text("What the person is called."), show_default=False)]
Roles = Annotated[
    list[PersonRole], typer.Option("--role", help=text("What the person is to the project; may be repeated."))
]


@app.command("add")
def add_person(
    name: Name, *, role: Roles, home: Home = None, project: InProject = None, as_json: AsJson = False
) -> None:
    """Add somebody to a project."""
    with entered(home, project) as place:
        person = place.workbench.projects.add_person(place.person, place.project, name, role)
        sentence = text("{name} works on {project} by now.", name=person.name, project=place.project.slug)
        show(_value(person), sentence, as_json=as_json)


@app.command("list")
def list_people(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the people of a project with their roles."""
    with entered(home, project) as place:
        people = place.workbench.projects.members(place.person, place.project)
        rows = [(person.name, ", ".join(_roles(person)), person.id) for person in people]
        sentence = table([(text("Person"), text("Roles"), text("Id")), *rows])
        show({"people": [_value(person) for person in people]}, sentence, as_json=as_json)


def _value(person: Person) -> dict[str, Json]:
    roles: list[Json] = list(_roles(person))
    return {"id": person.id, "name": person.name, "roles": roles}


def _roles(person: Person) -> list[str]:
    return sorted(role.value for role in person.roles)
