"""The door: help, exit codes, errors once, JSON alone on stdout."""

import importlib
import json

import pytest
import typer

from curation.domain.jobs import JobKind, JobState
from curation.errors import InputError, JobCancelledError
from curation.services.projects import Draft
from tests.builders import an_environment
from workbench.bootstrap import settings_from
from workbench.cli import door
from workbench.cli.output import opened, show, table
from workbench.work.logs import add_line, follow_log, job_log


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A scratch home that the environment names, with one project."""
    for name, value in an_environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    with opened(None) as workbench:
        workbench.projects.create("local", Draft(name="Cardiology"))
    return tmp_path / "home"


def test_help_lists_every_command(capsys):
    assert door.run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in door.commands())


@pytest.mark.parametrize("name", door.commands())
def test_every_command_has_its_module_and_its_own_help(name, capsys):
    module = importlib.import_module(f"workbench.cli.{door.commands()[name].module}")
    assert isinstance(module.app, typer.Typer)
    assert door.run([name, "--help"]) == 0
    assert f"workbench {name}" in capsys.readouterr().out


def test_an_unknown_command_is_wrong_usage_and_names_the_nearest(capsys):
    assert door.run(["jobbs"]) == 2
    assert capsys.readouterr().err == "There is no command jobbs. Did you mean: workbench jobs\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status", "--colour"], "No such option: --colour. See: workbench status --help"),
        (["jobs", "show"], "Missing argument 'job_id'. See: workbench jobs show --help"),
        (["jobs", "frobnicate"], "No such command 'frobnicate'. See: workbench jobs --help"),
        (["jobs", "list", "--limit", "many"], "unable to parse string as an integer. See: workbench jobs list --help"),
        (["jobbs"], "There is no command jobbs. Did you mean: workbench jobs"),
    ],
)
def test_wrong_usage_is_one_sentence_and_with_json_an_object_too(home, capsys, arguments, words):
    assert door.run(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.endswith(words + "\n"), err.count("\n")) == ("", True, 1)
    assert door.run([*arguments, "--json"]) == 2
    out, said = capsys.readouterr()
    assert said == err
    assert json.loads(out) == {"error": err.strip(), "kind": "UsageError"}


def test_an_error_is_one_sentence_on_stderr(home, capsys):
    assert door.run(["jobs", "show", "nothing"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "There is no job nothing. See them with: workbench jobs\n"


def test_an_error_with_json_is_one_object_on_stdout(home, capsys):
    assert door.run(["jobs", "show", "nothing", "--json"]) == 1
    out, err = capsys.readouterr()
    assert err == "There is no job nothing. See them with: workbench jobs\n"
    assert json.loads(out) == {
        "error": "There is no job nothing. See them with: workbench jobs",
        "kind": "NotFoundError",
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [(InputError("x"), 1), (JobCancelledError("x"), 130), (KeyboardInterrupt(), 130), (typer.Exit(3), 3)],
)
def test_exit_codes(monkeypatch, error, code):
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)

    @app.command()
    def fail():
        raise error

    monkeypatch.setattr(importlib.import_module("workbench.cli.status"), "app", app)
    assert door.run(["status"]) == code


def test_jobs_are_listed_shown_cancelled_and_queued_again(home, capsys):
    with opened(None) as workbench:
        owner, project = workbench.projects.enter("local", None)
        job = workbench.queue.enqueue(JobKind.TRAIN, {}, owner.id, project.id)
    for arguments in (["jobs"], ["jobs", "list"]):
        assert door.run(arguments) == 0
        assert job.id in capsys.readouterr().out
    assert door.run(["jobs", "list", "--json"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)["jobs"]] == [job.id]
    assert door.run(["jobs", "cancel", job.id]) == 0
    assert "is cancelled" in capsys.readouterr().out
    assert door.run(["jobs", "retry", job.id, "--no-wait", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["state"] == JobState.QUEUED.value
    assert job.id in err


def test_status_says_what_is_there_and_that_no_worker_is_alive(home, capsys):
    assert door.run(["status", "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["project"], value["worker_alive"], value["jobs"]) == ("cardiology", False, [])
    assert sum(value["samples"].values()) == 0


def test_a_table_is_as_wide_as_its_widest_cells(capsys):
    show(None, table([("a", "b"), ("long", "x"), ("", "y")]), as_json=False)
    assert capsys.readouterr().out == "a     b\nlong  x\n      y\n"


def a_job(**ended):
    """A job of the home's project, with a line in its log where it has run."""
    with opened(None) as workbench:
        owner, project = workbench.projects.enter("local", None)
        job = workbench.queue.enqueue(JobKind.TRAIN, {}, owner.id, project.id)
        if ended:
            workbench.queue.claim("w/1", [JobKind.TRAIN])
            workbench.queue.finish("w/1", job.id, ended["state"], ended.get("error"))
            add_line(workbench.settings, job.id, workbench.queue.clock(), "train started")
    return job.id


def test_a_log_is_printed_followed_and_said_to_be_missing(home, capsys):
    job = a_job(state=JobState.FAILED, error="No room.")
    for arguments in ([], ["--follow"], ["-f"]):
        assert door.run(["jobs", "log", job, *arguments]) == 0
        out, err = capsys.readouterr()
        assert (out.split(" ", 1)[1], err) == ("train started\n", "")
    assert door.run(["jobs", "log", job, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["job"], value["state"], value["log"].count("train started")) == (job, "failed", 1)
    assert door.run(["jobs", "log", job, "--json", "--follow"]) == 2
    assert json.loads(capsys.readouterr().out)["kind"] == "UsageError"
    waiting = a_job()
    assert door.run(["jobs", "log", waiting]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"The job {waiting} has not started, so it has no log yet.\n")


def test_the_beginning_of_an_id_will_do(home, capsys):
    job = a_job(state=JobState.FAILED, error="No room.")
    assert door.run(["jobs", "show", job[:6]]) == 0
    assert "No room." in capsys.readouterr().out
    assert door.run(["jobs"]) == 0
    assert "No room." in capsys.readouterr().out
    assert door.run(["jobs", "show", job[:3]]) == 1
    assert f"There is no job {job[:3]}" in capsys.readouterr().err


def test_what_cannot_be_stopped_or_run_again_says_why(home, capsys):
    job = a_job(state=JobState.DONE)
    assert door.run(["jobs", "cancel", job, "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "error": f"The job {job} has ended (done). There is nothing to stop.",
        "kind": "ConflictError",
    }
    assert door.run(["jobs", "retry", job]) == 1
    assert "is done. Only a failed, cancelled or paused job can run again." in capsys.readouterr().err


def test_following_prints_each_line_once_however_it_arrives(tmp_path):
    settings = settings_from(an_environment(tmp_path / "home"))
    log, steps = job_log(settings, "j"), iter((b"one\ntw", b"o\nthree", b"\n"))
    log.parent.mkdir(parents=True)
    log.touch()

    def more():
        piece = next(steps, None)
        with log.open("ab") as file:
            file.write(piece or b"")
        return piece is None

    assert list(follow_log(settings, "j", more)) == ["one", "two", "three"]
