"""`workbench webhook`: other systems that are told what happens; added, listed, switched, tested and removed."""

import time
from typing import Annotated

import typer

from curation.domain.identity import Json
from curation.domain.webhooks import Delivery, Reply, Topic
from curation.errors import JobFailedError, NotFoundError
from curation.services.webhook_words import hook_state, reply_words
from curation.services.webhooks import Told
from curation.texts import text
from workbench.cli.output import AsJson, Home, InProject, Place, entered, group, show, table

app = group(text("Tell other systems what happens: add, list, test and remove webhooks."))
Url = Annotated[
    str, typer.Argument(help=text("Where it leads, such as https://example.org/hooks."), show_default=False)
]
Topics = Annotated[list[Topic], typer.Option("--topic", help=text("What it is told of; may be repeated."))]
Id = Annotated[str, typer.Argument(help=text("The webhook's id, as the list shows it."), show_default=False)]
Skip = Annotated[bool, typer.Option("--skip", help=text("Do not tell what happened while it was off."))]
Seconds = Annotated[float, typer.Option("--wait", min=0, max=600, help=text("For how many seconds to wait."))]
_LOOK_EVERY = 0.2


@app.command("add")
def add(url: Url, *, topic: Topics, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Add a webhook and print the secret of its signatures, this once."""
    with entered(home, project) as place:
        secret, hook = place.workbench.webhooks.add(place.person, place.project, url, topic)
        sentence = text("Copy the secret now: it cannot be shown again.\n{secret}", secret=secret)
        show({**_value(_told(place, hook.id)), "secret": secret}, sentence, as_json=as_json)


@app.command("list")
def list_webhooks(*, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """List the webhooks of a project with their last try."""
    with entered(home, project) as place:
        found = place.workbench.webhooks.all(place.person, place.project)
        head = (text("Id"), text("Address"), text("Told of"), text("State"), text("Last try"))
        rows = [
            (one.hook.id, one.url, ", ".join(sorted(one.hook.topics)), hook_state(one.hook), _last(one))
            for one in found
        ]
        show({"webhooks": [_value(one) for one in found]}, table([head, *rows]), as_json=as_json)


@app.command("test")
def try_out(
    webhook: Id, *, wait: Seconds = 30.0, home: Home = None, project: InProject = None, as_json: AsJson = False
) -> None:
    """Have a webhook told that it is tested, and wait for what comes back (the worker must be running)."""
    with entered(home, project) as place:
        number = place.workbench.webhooks.test(place.person, place.project, webhook)
        found = _answer(place, webhook, number, wait)
        if found.reply is not Reply.TAKEN:
            raise JobFailedError(text("The test was not taken: {reply}.", reply=reply_words(found)))
        show(_try(found), text("The test was taken: {reply}.", reply=reply_words(found)), as_json=as_json)


@app.command("switch")
def switch(
    webhook: Id,
    *,
    on: Annotated[bool, typer.Option("--on/--off", help=text("On, or off."))],
    skip: Skip = False,
    home: Home = None,
    project: InProject = None,
    as_json: AsJson = False,
) -> None:
    """Switch a webhook on or off; what happened while it was off is told then."""
    with entered(home, project) as place:
        hook = place.workbench.webhooks.switch(place.person, place.project, webhook, on=on, skip=skip)
        show(_value(_told(place, hook.id)), hook_state(hook), as_json=as_json)


@app.command("remove")
def remove(webhook: Id, *, home: Home = None, project: InProject = None, as_json: AsJson = False) -> None:
    """Remove a webhook; what it has not been told is not told."""
    with entered(home, project) as place:
        place.workbench.webhooks.remove(place.person, place.project, webhook)
        show({"id": webhook, "removed": True}, text("The webhook is removed."), as_json=as_json)


def _answer(place: Place, webhook: str, number: int, wait: float) -> Delivery:
    until = time.monotonic() + wait
    while True:
        tries = place.workbench.webhooks.tries(place.person, place.project, webhook)
        found = next((one for one in tries if one.number == number), None)
        if found is not None:
            return found
        if time.monotonic() > until:
            raise JobFailedError(
                text(
                    "Nothing came back in {seconds:g} seconds. Earlier messages may be tried again first, or no worker "
                    "is running; see: workbench webhook list",
                    seconds=wait,
                )
            )
        time.sleep(_LOOK_EVERY)


def _told(place: Place, hook_id: str) -> Told:
    found = (one for one in place.workbench.webhooks.all(place.person, place.project) if one.hook.id == hook_id)
    told = next(found, None)
    if told is None:
        raise NotFoundError(text("There is no webhook {id} in this project.", id=hook_id))
    return told


def _last(one: Told) -> str:
    return f"{one.tries[0].tried_at:%Y-%m-%d %H:%M} UTC, {reply_words(one.tries[0])}" if one.tries else "-"


def _value(one: Told) -> dict[str, Json]:
    hook = one.hook
    return {
        "id": hook.id,
        "url": one.url,
        "topics": [*sorted(topic.value for topic in hook.topics)],
        "off": None if hook.off is None else hook.off.value,
        "failures": hook.failures,
        "next_at": None if hook.next_at is None else hook.next_at.isoformat(),
        "tries": [_try(tried) for tried in one.tries],
    }


def _try(one: Delivery) -> dict[str, Json]:
    return {
        "id": one.message_id,
        "number": one.number,
        "type": one.action,
        "at": one.tried_at.isoformat(),
        "reply": one.reply.value,
        "status": one.status,
        "milliseconds": one.milliseconds,
    }
