"""How fast the page of all samples answers; prints one JSON object.

python -m tests.bench.browser [--samples 1000000] [--folder FOLDER] [--rounds 15] [--seed 7]

Fills a scratch SQLite home by bulk inserts (kept and used again where FOLDER has one of that size), then asks for
pages and counts by every kind of filter, each `rounds` times with another value, and says p50 and p95 in
milliseconds: of pages (the first and the one after it), of counts, and of both together as the screen asks for them
(`cpu`: processor time, which a busy machine does not stretch). `cut` counts pages that time cut short.
"""

import argparse
import json
import random
import sqlite3
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from curation.domain.browsing import Sort, Wanted, When
from curation.domain.lengths import STRETCHES
from curation.domain.people import Person
from curation.domain.projects import Project
from curation.domain.samples import Origin, SampleStatus
from curation.services.browsing import Browsing
from curation.store import sqlite_search
from tests.builders import a_project, a_workbench, an_environment
from workbench.bootstrap import open_workbench, settings_from

AT_ONCE = 20_000
START = datetime(2026, 1, 1, tzinfo=UTC)
STATUSES = (("waiting", 70), ("approved", 20), ("rejected", 6), ("set_aside", 3), ("escalated", 1))
LANGUAGES = (("en", 900), ("de", 90), ("fr", 9), ("it", 1))
ORIGINS = (("collected", 800), ("generated", 190), ("feedback", 9), ("written", 1))
CHECKS = [f"check_{number}" for number in range(20)]
TAGS = [f"tag {number}" for number in range(12)]
PEOPLE = 20
SENTENCES, SHARES = (1, 2, 3, 5, 8, 13, 21, 34), (4, 12, 24, 40, 15, 4, 0.9, 0.1)
SAMPLE = (
    "INSERT INTO samples(id, project_id, source_id, passage_id, locator, record, origin, language, task_kind, "
    "specialties, risk, subject_key, valid_until, attributes, head, status, attention, group_id, created_at, "
    "changed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)
REVISION = (
    "INSERT INTO revisions(sample_id, number, kind, state, question, answer, messages, context, text_hash, "
    "meaning_hash, sealed, parent, author_id, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


class Corpus:
    """Texts of words that are as unevenly spread as real ones, from a pool of sentences."""

    def __init__(self, draw: random.Random) -> None:
        letters = "abcdefghijklmnopqrstuvwxyz"
        words = sorted({"".join(draw.choices(letters, k=draw.randint(3, 10))) for _ in range(40_000)})
        draw.shuffle(words)
        self.words = words
        weights = [1 / (rank + 3) for rank in range(len(words))]
        self.draw = draw
        drawn = draw.choices(words, weights, k=20_000 * 14)
        self.pool = [" ".join(drawn[i : i + 14]) for i in range(0, len(drawn), 14)]

    def text(self, sentences: int) -> str:
        return ". ".join(self.draw.choices(self.pool, k=sentences)) + "."


def rows(count: int, seed: int, project: str) -> Iterator[tuple[tuple[object, ...], tuple[object, ...]]]:
    draw = random.Random(seed)  # noqa: S311 - a seeded draw
    corpus = Corpus(draw)
    statuses, weights = zip(*STATUSES, strict=True)
    languages, spread = zip(*LANGUAGES, strict=True)
    origins, shares = zip(*ORIGINS, strict=True)
    for number in range(count):
        name = f"{draw.getrandbits(128):032x}"
        question, answer = corpus.text(1), corpus.text(draw.choices(SENTENCES, SHARES)[0])
        turns = json.dumps([{"role": "user", "content": question}, {"role": "assistant", "content": answer}])
        at = f"{START + timedelta(seconds=number * 7):%Y-%m-%d %H:%M:%S.000000}"
        status = draw.choices(statuses, weights)[0]
        specialties = json.dumps(["cardiology"] if number % 50 == 0 else [])
        yield (
            (
                name, project, f"source-{number % 61}", None, f"row {number}", number, draw.choices(origins, shares)[0],
                draw.choices(languages, spread)[0], "qa", specialties, 0, None, None, "null", 1, status,
                round(draw.random() * 10, 6), None, at, at,
            ),
            (name, 1, "redacted", "open", question, answer, turns, "[]", name, name, None, None, None, at),
        )  # fmt: skip


def fill(path: Path, count: int, seed: int, project: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA foreign_keys=OFF")
        for trigger in sqlite_search.TRIGGERS:
            db.execute(f"DROP TRIGGER {trigger}")
        made = rows(count, seed, project)
        while part := list(islice(made, AT_ONCE)):
            db.execute("BEGIN")
            db.executemany(SAMPLE, [row[0] for row in part])
            db.executemany(REVISION, [row[1] for row in part])
            beside(db, [str(row[0][0]) for row in part], project, random.Random(str(part[0][0][0])))  # noqa: S311 - a seeded draw
            db.execute("COMMIT")
        db.execute("BEGIN")
        db.execute("INSERT INTO search_rows(sample_id) SELECT id FROM samples")
        db.execute(
            "INSERT INTO search_words(rowid, said) SELECT n.id, r.question || char(10) || r.answer "
            "FROM search_rows n JOIN revisions r ON r.sample_id = n.sample_id"
        )
        db.execute("INSERT INTO search_words(search_words) VALUES ('optimize')")
        db.execute("COMMIT")


def beside(db: sqlite3.Connection, names: list[str], project: str, draw: random.Random) -> None:
    noted = [(name, 1, draw.choice(CHECKS), "note", "said") for name in names if draw.random() < 0.6]
    db.executemany('INSERT INTO findings(sample_id, revision, "check", severity, message) VALUES (?,?,?,?,?)', noted)
    at = "2026-02-01 00:00:00.000000"
    decided = [(f"d{name}", name, 1, f"p{draw.randrange(PEOPLE)}", draw.choice(["approve", "reject"]), "", 3.0,
                f"2026-{draw.randint(1, 9):02}-{draw.randint(1, 28):02} 10:00:00.000000", "desk")
               for name in names if draw.random() < 0.3]  # fmt: skip
    db.executemany(
        "INSERT INTO decisions(id, sample_id, revision, person_id, verdict, comment, seconds, created_at, origin) "
        "VALUES (?,?,?,?,?,?,?,?,?)",
        decided,
    )
    voices = [(row[1], row[3], row[0], 1) for row in decided]
    db.executemany("INSERT INTO voices(sample_id, person_id, decision_id, slots) VALUES (?,?,?,?)", voices)
    tagged = [(project, draw.choice(TAGS), name, "p0", at) for name in names if draw.random() < 0.05]
    db.executemany("INSERT INTO tags(project_id, tag, sample_id, added_by, added_at) VALUES (?,?,?,?,?)", tagged)
    topics = [(name, project, int(draw.random() ** 3 * 40), 0.0, 0.0, "") for name in names]
    db.executemany(
        "INSERT INTO sample_topics(sample_id, project_id, topic, rare, novel, level) VALUES (?,?,?,?,?,?)", topics
    )


def kinds(corpus: Corpus) -> dict[str, Callable[[int], Wanted]]:
    def word(lowest: int, highest: int) -> Callable[[int], str]:
        return lambda i: corpus.words[lowest + (i * 7919) % (highest - lowest)]

    common, middle, rare = word(0, 8), word(100, 400), word(3_000, 30_000)
    days = [date(2026, 1, 3) + timedelta(days=4 * i) for i in range(40)]
    return {
        "everything": lambda i: Wanted(sort=list(Sort)[i % 4]),
        "status": lambda i: Wanted(status=SampleStatus(STATUSES[i % 5][0])),
        "status, newest first": lambda i: Wanted(status=SampleStatus(STATUSES[i % 5][0]), sort=Sort.NEWEST),
        "origin": lambda i: Wanted(origin=Origin(ORIGINS[i % 4][0])),
        "language": lambda i: Wanted(language=LANGUAGES[i % 4][0]),
        "source": lambda i: Wanted(source=f"source-{i}"),
        "topic": lambda i: Wanted(topic=(i * 3) % 40),
        "note": lambda i: Wanted(check=CHECKS[i % 20]),
        "tag": lambda i: Wanted(tag=TAGS[i % 12]),
        "specialty": lambda i: Wanted(specialty="cardiology" if i % 2 else "dermatology"),
        "reviewer": lambda i: Wanted(reviewer=f"p{i % PEOPLE}"),
        "reviewer of a month": lambda i: Wanted(
            reviewer=f"p{i % PEOPLE}", when=When.DECIDED, since=date(2026, 3, 1), until=date(2026, 3, 28)
        ),
        "length of the answer": lambda i: Wanted(answer_length=STRETCHES[i % len(STRETCHES)]),
        "length of both, newest first": lambda i: Wanted(
            question_length=STRETCHES[1 + i % 2], answer_length=STRETCHES[i % len(STRETCHES)], sort=Sort.NEWEST
        ),
        "length of the answer, status": lambda i: Wanted(
            answer_length=STRETCHES[i % len(STRETCHES)], status=SampleStatus(STATUSES[i % 5][0])
        ),
        "added in a week": lambda i: Wanted(since=days[i], until=days[i] + timedelta(days=7)),
        "decided in a week": lambda i: Wanted(when=When.DECIDED, since=days[i], until=days[i] + timedelta(days=7)),
        "score": lambda i: Wanted(least=i / 2, most=i / 2 + 0.5),
        "rare word": lambda i: Wanted(words=rare(i)),
        "middling word": lambda i: Wanted(words=middle(i)),
        "common word": lambda i: Wanted(words=common(i)),
        "two common words": lambda i: Wanted(words=f"{common(i)} {common(i + 1)}"),
        "phrase": lambda i: Wanted(words=f'"{" ".join(corpus.pool[i * 97].split()[3:6])}"'),
        "beginning of a word": lambda i: Wanted(words=f"{rare(i)[:3]}*"),
        "common word, status, note": lambda i: Wanted(
            words=common(i), status=SampleStatus(STATUSES[i % 5][0]), check=CHECKS[i % 20]
        ),
        "common word, tag, newest first": lambda i: Wanted(words=common(i), tag=TAGS[i % 12], sort=Sort.NEWEST),
        "pattern": lambda i: Wanted(pattern=rf"{middle(i)}\b.*{common(i)}"),
        "pattern that nothing has": lambda i: Wanted(pattern=f"QQ{i}QQ+"),
        "nothing at all": lambda i: Wanted(words="zzzzzzzzzzzz", status=SampleStatus.WAITING),
    }


def measure(
    browsing: Browsing, actor: Person, project: Project, asked: Callable[[int], Wanted], rounds: int
) -> dict[str, float | int]:
    page, counts, both, cut = [], [], [], 0
    for i in range(rounds):
        after, worked = None, process_time()
        for _ in range(2):
            begun = perf_counter()
            found = browsing.page(actor, project, asked(i), after=after)
            page.append(perf_counter() - begun)
            cut += found.cut
            if after is None:
                begun = perf_counter()
                browsing.count(actor, project, asked(i))
                counts.append(perf_counter() - begun)
                both.append((page[-1] + counts[-1], process_time() - worked))
            after = found.next
            if after is None:
                break
    return {
        "page_p50": percentile(page, 50),
        "page_p95": percentile(page, 95),
        "count_p95": percentile(counts, 95),
        "both_p50": percentile([wall for wall, _ in both], 50),
        "both_p95": percentile([wall for wall, _ in both], 95),
        "both_cpu_p95": percentile([cpu for _, cpu in both], 95),
        "cut": cut,
    }


def percentile(seconds: list[float], which: int) -> float:
    return round(statistics.quantiles(seconds, n=100, method="inclusive")[which - 1] * 1000, 1)


def run(folder: Path, count: int, rounds: int, seed: int) -> dict[str, object]:
    path = folder / "home" / "workbench.db"
    fresh = not path.exists()
    workbench = a_workbench(folder) if fresh else None
    if workbench is None:
        workbench = open_workbench(settings_from(an_environment(folder / "home")))
    owner_id = workbench.projects.ensure_local_owner("Owner")
    if fresh:
        a_project(workbench)
    owner, project = workbench.projects.enter(owner_id, None)
    begun = process_time()
    if fresh:
        fill(path, count, seed, project.id)
    filled = process_time() - begun
    browsing = workbench.browsing
    corpus = Corpus(random.Random(seed))  # noqa: S311 - a seeded draw
    figures = {name: measure(browsing, owner, project, asked, rounds) for name, asked in kinds(corpus).items()}
    workbench.database.close()
    worst = max(figures, key=lambda name: figures[name]["both_p95"])
    return {
        "samples": count,
        "fill_cpu_seconds": round(filled, 1),
        "megabytes": path.stat().st_size // 1_000_000,
        "milliseconds": figures,
        "worst": worst,
    }


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.browser")
    parser.add_argument("--samples", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(json.dumps(run(folder, chosen.samples, chosen.rounds, chosen.seed), indent=1) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
