"""`workbench pii`: the names model, closed languages, the privacy review of a source, and a key that is lost."""

import json
from pathlib import Path
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.errors import InputError
from curation.services.new_key import NewKey
from curation.services.projects import LOCAL_OWNER
from curation.texts import text, texts
from workbench.cli.files import text_in
from workbench.cli.output import AsJson, Home, InProject, NoWait, entered, group, opened, say, show
from workbench.cli.waiting import job_value, wait_for

app = group(text("Train the names model, open a language, close the privacy review of a source."))
Language = Annotated[str, typer.Argument(help=text("The language's code, such as nl."), show_default=False)]
Source = Annotated[str, typer.Argument(help=text("The source's id (see workbench pii sources)."), show_default=False)]
PolicyFile = Annotated[
    Path | None, typer.Argument(metavar="FILE", help=text("A policy (JSON), as this command prints it."))
]
Yes = Annotated[bool, typer.Option("--yes", help=text("Do it; without it the command only looks."))]


@app.command()
def train(*, home: Home = None, project: InProject = None, no_wait: NoWait = False, as_json: AsJson = False) -> None:
    """Train the project's own names model from its approved texts, about a minute; imports use it from then on."""
    with entered(home, project) as place:
        names = place.workbench.names
        job = wait_for(place.workbench, names.start(place.person, place.project), no_wait=no_wait)
        value: dict[str, Json] = {"job": job_value(job, place.workbench), "folder": None}
        sentence = ""
        found = None if no_wait else names.model(place.person, place.project)
        if found is not None:
            value |= {"folder": str(found.folder), "weights": found.weights, "built_from": dict(found.inputs)}
            sentence = text(
                "Trained: {folder}. Imports of this project find names with it from now on.", folder=found.folder
            )
        show(value, sentence, as_json=as_json)


@app.command()
def policy(file: PolicyFile = None, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Print the project's policy of personal data; with a FILE (JSON), let that one count from now on."""
    with entered(home, project) as place:
        rules = place.workbench.pii_policy
        if file is not None:
            done = rules.set(place.person, place.project, _json_in(file))
            sentence = text(
                "Policy {number} counts from now on. Values of its deny list hidden in stored texts now: {hidden}; "
                "shown again: {shown}.",
                number=done.number,
                hidden=done.hidden,
                shown=done.shown,
            )
            show({"number": done.number, "hidden": done.hidden, "shown": done.shown}, sentence, as_json=as_json)
            return
        content, sealed = rules.now(place.person, place.project)
        show(content, json.dumps(content, indent=2, ensure_ascii=False), as_json=as_json)
        if sealed and not as_json:
            say(texts("{count} entry of its lists is sealed.", "{count} entries of its lists are sealed.", sealed))


def _json_in(file: Path) -> Json:
    try:
        found: Json = json.loads(text_in(file))
    except ValueError as error:
        raise InputError(text("{file} is not JSON: {reason}.", file=file, reason=error)) from error
    return found


@app.command("open-language")
def open_language(language: Language, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Let experts and versions see texts in a language although nothing finds names in it."""
    with entered(home, project) as place:
        count = place.workbench.languages.open(place.person, place.project, language)
        sentence = texts(
            "{count} sample in {language} is open now.",
            "{count} samples in {language} are open now.",
            count,
            language=language,
        )
        show({"language": language, "samples": count}, sentence, as_json=as_json)


@app.command()
def sources(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the sources with what is still sealed of each."""
    with entered(home, project) as place:
        workbench = place.workbench
        rows: list[Json] = []
        lines: list[str] = []
        for source in workbench.importing.sources(place.person, place.project):
            kept = workbench.sealing.kept(place.person, place.project, source.id)
            until = None if kept.until is None else kept.until.isoformat(timespec="seconds")
            rows.append(
                {
                    "id": source.id,
                    "name": source.name,
                    "originals_kept": kept.bytes_kept,
                    "sealed_values": kept.values,
                    "until": until,
                }
            )
            stands = text("review open, {count} values sealed", count=kept.values)
            lines.append(f"{source.id}  {stands if kept.bytes_kept else text('review closed')}  {source.name}")
        show({"sources": rows}, "\n".join(lines) or text("There is no source yet."), as_json=as_json)


@app.command("close-review")
def close_review(
    source: Source, *, yes: Yes = False, home: Home = None, project: InProject = None, as_json: AsJson = False
) -> None:
    """Close the privacy review of a source: its originals are gone for good, "not personal" holds for later imports."""
    with entered(home, project) as place:
        sealing = place.workbench.sealing
        if not yes:
            kept = sealing.kept(place.person, place.project, source)
            sentence = texts(
                "{count} sealed value and the bytes of the source would be gone for good, and “not personal” would "
                "hold for later imports only. To close the review, run the same command with --yes.",
                "{count} sealed values and the bytes of the source would be gone for good, and “not personal” would "
                "hold for later imports only. To close the review, run the same command with --yes.",
                kept.values,
            )
            show({"source": source, "closed": False, "values": kept.values}, sentence, as_json=as_json)
            return
        count = sealing.close_review(place.person, place.project, source)
        sentence = texts(
            "The review is closed. {count} sealed value is gone.",
            "The review is closed. {count} sealed values are gone.",
            count,
        )
        show({"source": source, "closed": True, "values": count}, sentence, as_json=as_json)


@app.command("new-key")
def new_key(*, yes: Yes = False, home: Home = None, as_json: AsJson = False) -> None:
    """Go on with a new key where the old one is lost: what it sealed is gone for good."""
    with opened(home) as workbench:
        chosen = workbench.settings
        act = NewKey(workbench.database, workbench.seal, chosen.home, chosen.key_file)
        gone = act.start(LOCAL_OWNER) if yes else act.look(LOCAL_OWNER)
        value: dict[str, Json] = {"key": str(chosen.key_file), "started": yes, "gone": dict(gone)}
        listed = [f"  {name}: {count}" for name, count in gone.items()] or [text("  nothing was sealed")]
        head = text("Gone for good, rows by kind:") if yes else text("Would be gone for good, rows by kind:")
        cure = (
            text(
                "The new key is {file}. Keep a copy elsewhere, and start the app and the worker again.",
                file=chosen.key_file,
            )
            if yes
            else text("If the old key can be found, put it back instead. To start a new one, run this with --yes.")
        )
        show(value, "\n".join([head, *listed, cure]), as_json=as_json)
