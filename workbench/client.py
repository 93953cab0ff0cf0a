"""A small client of the REST door (docs/rest.md): import, list, next, decide, freeze, export from Python.

Needs nothing but Python 3.11: this file and client_line.py may be copied beside a script. What is safe to send twice
is sent again where the line breaks or the server is busy: everything here but `freeze`.
"""

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import quote, urlencode

from workbench.client_line import Json, Line, RefusedError, in_parts, object_of

__all__ = ["Client", "Decision", "Imported", "Item", "Job", "RefusedError", "Sample", "Version"]
Verdict = Literal["approve", "reject", "correct", "escalate", "skip", "retrieve"]
Layout = Literal["messages", "prompt-completion", "parquet"]
Option = str | int | float | bool
ENDED = ("done", "failed", "cancelled")
_AT_ONCE = 500
_ROWS_AT_ONCE = 20_000
_BYTES_AT_ONCE = 32 << 20
_MOST_HELD = 200
_PIECE = 1 << 20
_LOOK_EVERY = 0.5


@dataclass(frozen=True)
class Job:
    """Background work: `state` is queued, running, paused, done, failed or cancelled."""

    id: str
    kind: str
    state: str
    done: int
    total: int | None
    note: str
    error: str | None


@dataclass(frozen=True)
class Imported:
    """What became of a file: `new` is False where the project had it already; `job` screens it."""

    source: str
    name: str
    sha256: str
    new: bool
    rows: int
    bad: int
    bad_rows: Sequence[Mapping[str, Json]]
    unlisted: int
    remarks: Sequence[str]
    job: Job | None


@dataclass(frozen=True)
class Sample:
    """A sample in a list."""

    id: str
    status: str
    origin: str
    language: str
    source: str | None
    locator: str
    revision: int
    question: str
    answer: str
    findings: int
    tags: Sequence[str]


@dataclass(frozen=True)
class Item:
    """A sample that is claimed for this program, to decide on."""

    id: str
    revision: int
    status: str
    question: str
    answer: str
    messages: Sequence[Mapping[str, Json]]
    context: Sequence[str]
    findings: Sequence[Mapping[str, Json]]
    why: Sequence[str]


@dataclass(frozen=True)
class Decision:
    """A decision that was taken; `again` where it had been sent before."""

    decision: str
    sample: str
    status: str
    again: bool


@dataclass(frozen=True)
class Version:
    """A frozen version; its hash is its identity."""

    name: str
    hash: str
    rows: int
    counts: Mapping[str, Json]


Shape = TypeVar("Shape", Job, Imported, Sample, Item, Decision, Version)


class Client:
    """One project of a workbench, in the name of a token; raises RefusedError with the server's sentence.

    Without a token the workbench must run without sign-in on this machine. `project` is needed only where somebody
    without a token has several. A client is of one thread.
    """

    def __init__(
        self, address: str = "http://127.0.0.1:8501", token: str | None = None, project: str | None = None
    ) -> None:
        self._line = Line(address, token)
        self._project = project
        self._undecided: set[str] = set()

    def __enter__(self) -> "Client":
        """Let `with` close the line."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the line."""
        self.close()

    def close(self) -> None:
        """Close the line; the next call opens it again."""
        self._line.close()

    def whoami(self) -> Mapping[str, Json]:
        """Return whom the token stands for, the project, and what may be done."""
        return self._get("/whoami")

    def import_file(self, file: str | Path, **options: Option) -> Imported:
        """Take in a file once; `options` are those of POST /imports, such as question="ask" or bad_rows="skip"."""
        path = Path(file)
        with path.open("rb") as opened:
            return self._imported(self._line.sent("POST", self._at("/imports", {"name": path.name, **options}), opened))

    def import_rows(self, rows: Iterable[Mapping[str, Json]], name: str = "rows.jsonl") -> list[Imported]:
        """Take in rows such as {"question": ..., "answer": ...}, 20,000 or 32 MB at once; the same again adds none."""
        return [
            self._imported(self._post("/imports/rows", {"name": name, "rows": some}))
            for some in in_parts(rows, _ROWS_AT_ONCE, _BYTES_AT_ONCE)
        ]

    def job(self, job_id: str) -> Job:
        """Return a job as it stands."""
        return _read(Job, self._get(f"/jobs/{quote(job_id)}"))

    def wait(self, job: Job | None, seconds: float = 3_600.0) -> Job | None:
        """Wait until a job has ended; raises RefusedError where it failed, TimeoutError where it takes longer."""
        until = time.monotonic() + seconds
        while job is not None and job.state not in ENDED:
            if time.monotonic() > until:
                raise TimeoutError(f"The job {job.id} has not ended in {seconds:g} seconds: {job.note}")
            time.sleep(_LOOK_EVERY)
            job = self.job(job.id)
        if job is not None and job.state != "done":
            raise RefusedError(0, {"error": job.error or f"The job was {job.state}.", "kind": "JobFailedError"})
        return job

    def cancel(self, job: Job) -> Job:
        """Stop a job at its next step."""
        return _read(Job, self._post(f"/jobs/{quote(job.id)}/cancel", None))

    def samples(self, **filters: Option) -> Iterator[Sample]:
        """Go through all samples that pass the filters of GET /samples, oldest first unless `sort` says otherwise."""
        after: dict[str, Option] = {}
        while True:
            page = self._get("/samples", {"size": _AT_ONCE, "sort": "oldest", **filters, **after})
            yield from (_read(Sample, one) for one in _listed(page, "samples"))
            if not isinstance(page.get("next"), str):
                return
            after = {"after": str(page["next"])}

    def sample(self, sample_id: str) -> Mapping[str, Json]:
        """Return one sample with its text, notes and history."""
        return self._get(f"/samples/{quote(sample_id)}")

    def next(self, count: int = 1, pool: str = "waiting", held: Sequence[str] = ()) -> list[Item]:
        """Claim the next samples; nobody else gets them before the claims run out."""
        found = self._post("/next", {"count": count, "pool": pool, "held": list(held)})
        return [_read(Item, one) for one in _listed(found, "items")]

    def items(self, pool: str = "waiting") -> Iterator[Item]:
        """Claim one sample after the other until none waits; one that was not decided on is given back.

        It ends as well where one that was passed over comes again: after 200 of them. Decide "skip" to pass over more.
        """
        passed: list[str] = []
        while found := self.next(1, pool, passed[-_MOST_HELD:]):
            name = found[0].id
            again = name in passed
            self._undecided.add(name)
            try:
                if not again:
                    yield found[0]
            finally:
                if name in self._undecided:
                    self.release([name])
                    passed.append(name)
            if again:
                return

    def renew(self, samples: Sequence[str]) -> list[str]:
        """Prolong claims; return the samples that are still claimed."""
        return [str(one) for one in _listed(self._post("/claims/renew", {"samples": list(samples)}), "held")]

    def release(self, samples: Sequence[str]) -> None:
        """Give claims back at once."""
        self._post("/claims/release", {"samples": list(samples)})
        self._undecided.difference_update(samples)

    def decide(self, item: Item | Sample, verdict: Verdict, **more: Json) -> Decision:
        """Decide on the text that was read; `more` are the fields of POST /decisions: reason, comment, answer, ...

        Raises RefusedError (409) where the text was changed meanwhile; its `body` then holds both texts.
        """
        said: dict[str, Json] = {"id": uuid.uuid4().hex, "sample": item.id, "revision": item.revision}
        taken = _read(Decision, self._post("/decisions", {**said, "verdict": verdict, **more}))
        self._undecided.discard(item.id)
        return taken

    def undo(self, decision: Decision) -> Item:
        """Take a decision back."""
        return _read(Item, self._post(f"/decisions/{quote(decision.decision)}/undo", {"id": uuid.uuid4().hex}))

    def versions(self) -> list[Version]:
        """Return the frozen versions, newest first."""
        return [_read(Version, one) for one in _listed(self._get("/versions"), "versions")]

    def plan(self, **recipe: Json) -> Mapping[str, Json]:
        """Return what a freeze would hold now, and how many samples are left out by reason."""
        return self._post("/versions/plan", recipe)

    def freeze(self, name: str, **recipe: Json) -> Job:
        """Queue the freezing of what is approved; `recipe` are the fields of POST /versions."""
        return _read(Job, self._line.asked("POST", self._at("/versions"), {"name": name, **recipe}, again=False))

    def export(self, name: str, file: str | Path, layout: Layout = "messages") -> int:
        """Write one layout of a version as a zip; return its bytes. Nothing half-written is left in its place."""
        target = Path(file)
        aside = target.with_name(f".{target.name}.part")
        address = self._at(f"/versions/{quote(name)}/export", {"layout": layout})
        try:
            with aside.open("wb") as out:
                size = sum(out.write(piece) for piece in self._line.streamed(address, _PIECE))
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
        return size

    def events(self, **filters: Option) -> Iterator[Mapping[str, Json]]:
        """Go through the lines of the log, newest first."""
        before: dict[str, Option] = {}
        while True:
            page = self._get("/events", {**filters, **before})
            yield from (object_of(one) for one in _listed(page, "events"))
            number = page.get("next")
            if not isinstance(number, int):
                return
            before = {"before": number}

    def _at(self, path: str, query: Mapping[str, Option] | None = None) -> str:
        said = {name: str(value).lower() if isinstance(value, bool) else value for name, value in (query or {}).items()}
        said |= {"project": self._project} if self._project else {}
        return f"/api/v1{path}" + (f"?{urlencode(said)}" if said else "")

    def _get(self, path: str, query: Mapping[str, Option] | None = None) -> Mapping[str, Json]:
        return self._line.asked("GET", self._at(path, query), None)

    def _post(self, path: str, body: Mapping[str, Json] | None) -> Mapping[str, Json]:
        return self._line.asked("POST", self._at(path), body or {})

    def _imported(self, value: Mapping[str, Json]) -> Imported:
        job = value.get("job")
        return _read(Imported, value, job=None if job is None else _read(Job, job))


def _read(shape: type[Shape], value: Json, **made: Job | None) -> Shape:
    """Read an answer into its shape; fields that a newer server adds are left aside."""
    known = object_of(value)
    return shape(**{one.name: known[one.name] for one in fields(shape)} | made)  # pyright: ignore[reportArgumentType] - the server's document says so, and tests hold it to that


def _listed(value: Mapping[str, Json], name: str) -> Sequence[Json]:
    found = value.get(name)
    return found if isinstance(found, list) else []
