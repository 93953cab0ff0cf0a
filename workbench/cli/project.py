"""`workbench project`: start, list and show projects."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.services.projects import LOCAL_OWNER, Draft
from curation.texts import text
from workbench.bootstrap import Workbench
from workbench.cli.files import text_in
from workbench.cli.output import AsJson, Home, InProject, entered, group, opened, show, table

app = group(text("Start, list and show projects."))
Name = Annotated[str, typer.Argument(help=text("What the project is called."), show_default=False)]
Language = Annotated[str, typer.Option("--language", help=text("The language of its texts, such as en."))]
Guidelines = Annotated[
    Path | None,
    typer.Option("--guidelines", help=text("A Markdown file: what a good answer is."), show_default=False),
]
Names = Annotated[list[str] | None, typer.Argument(help=text("The specialties, all of them."), show_default=False)]
Use = Annotated[str, typer.Option("--intended-use", help=text("What the trained model is for."), show_default=False)]


@app.command("new")
def new_project(
    name: Name,
    *,
    language: Language = "en",
    guidelines: Guidelines = None,
    intended_use: Use = "",
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Start a project; its short name, which --project takes, comes from its name."""
    words = "" if guidelines is None else text_in(guidelines)
    draft = Draft(name=name, language=language, guidelines=words, intended_use=intended_use)
    with opened(home) as workbench:
        project = workbench.projects.create(LOCAL_OWNER, draft)
        owner, _ = workbench.projects.enter(LOCAL_OWNER, project.slug)
        sentence = text("The project {slug} is there. Next: workbench import FILE --project {slug}", slug=project.slug)
        show(_value(workbench, owner, project), sentence, as_json=as_json)


@app.command("list")
def list_projects(*, home: Home = None, as_json: AsJson = False) -> None:
    """List the projects."""
    with opened(home) as workbench:
        entries = [workbench.projects.enter(LOCAL_OWNER, p.slug) for p in workbench.projects.of(LOCAL_OWNER)]
        head = (text("Project"), text("Language"), text("Samples"), text("Name"))
        counts = [sum(workbench.importing.counts(person, project).values()) for person, project in entries]
        rows = [(p.slug, p.language, str(n), p.name) for (_, p), n in zip(entries, counts, strict=True)]
        sentence = table([head, *rows]) if rows else text("No projects yet. Start one with: workbench project new NAME")
        show({"projects": [_value(workbench, *entry) for entry in entries]}, sentence, as_json=as_json)


@app.command("show")
def show_project(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Show one project: what it is for, its guidelines, its samples by status."""
    with entered(home, project) as place:
        found = place.project
        value = _value(place.workbench, place.person, found) | {
            "guidelines": found.guidelines,
            "intended_use": found.intended_use,
        }
        head = text("{name} ({slug}), language {language}", name=found.name, slug=found.slug, language=found.language)
        lines = [head, found.intended_use, found.guidelines]
        show(value, "\n\n".join(line.strip() for line in lines if line.strip()), as_json=as_json)


@app.command("specialties")
def list_specialties(
    names: Names = None, *, home: Home = None, project: InProject = None, as_json: AsJson = False
) -> None:
    """Show the project's specialties, or make them exactly these."""
    with entered(home, project) as place:
        rules = place.workbench.review_rules.now(place.person, place.project)
        if names:
            wanted = replace(rules, queue=replace(rules.queue, specialties=tuple(names)))
            place.workbench.review_rules.choose(place.person, place.project, wanted)
            rules = place.workbench.review_rules.now(place.person, place.project)
        listed = rules.queue.specialties
        show({"specialties": list(listed)}, "\n".join(listed) or text("No specialties yet."), as_json=as_json)


def _value(workbench: Workbench, person: Person, project: Project) -> dict[str, Json]:
    counts = workbench.importing.counts(person, project)
    return {
        "id": project.id,
        "slug": project.slug,
        "name": project.name,
        "language": project.language,
        "demo": project.demo,
        "created_at": project.created_at.isoformat(),
        "samples": {status.value: count for status, count in counts.items()},
    }
