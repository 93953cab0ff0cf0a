"""Agreement: what the lead sees of a project's reviewers, and what each of them sees of their own work."""

from dataclasses import dataclass
from itertools import combinations

import polars as pl

from curation.domain.agreement import Agreement, PersonRecord, ProjectRecord, Rewrites, Tally, mean_of
from curation.domain.people import Permission, Person
from curation.domain.projects import Project
from curation.domain.rubric import Rubric, Scale
from curation.review.agreement import agreement
from curation.review.ordinal import ordinal_agreement
from curation.review.records import rated_near, records, rejections, voices
from curation.review.wording import likeness
from curation.services.rubric_rules import rubric_of
from curation.store.database import Database, Transaction
from curation.store.judgements import judgements, specialties_of, tags_of, written_texts
from curation.store.ratings import rated, rated_again
from curation.store.reviews import review_policy

MOST_PAIRS = 500


@dataclass(frozen=True)
class Agreements:
    """Use cases around how far reviewers agree."""

    database: Database

    def of_project(self, actor: Person, project: Project) -> ProjectRecord:
        """Return the agreement on a project's samples, and everybody's record."""
        actor.require(Permission.MANAGE)
        with self.database.reading() as tx:
            said = judgements(tx, project.id)
            spoken = voices(said)
            return ProjectRecord(
                decisions=agreement(spoken),
                reasons=agreement(rejections(said)),
                by_tag=_by(tags_of(tx, project.id), spoken),
                by_section=_by_section(said, spoken),
                by_specialty=_by(specialties_of(tx, project.id), spoken),
                rewrites=_rewrites(tx, said),
                people=records(said, _rated(tx, project.id), timed=review_policy(tx, project.id).timed),
                by_criterion=_by_criterion(rated(tx, project.id), rubric_of(tx, project.id)),
            )

    def own(self, actor: Person, project: Project) -> PersonRecord:
        """Return a person's own record, which nobody is ranked by."""
        actor.require(Permission.REVIEW)
        with self.database.reading() as tx:
            timed = review_policy(tx, project.id).timed
            found = records(judgements(tx, project.id), _rated(tx, project.id), timed=timed)
        nothing = PersonRecord(actor.id, Tally(0, 0), Tally(0, 0), 0, Tally(0, 0), Tally(0, 0), None)
        return next((record for record in found if record.person_id == actor.id), nothing)


def _rated(tx: Transaction, project_id: str) -> dict[str, Tally]:
    """Count ratings near those of then; on a scale of several values the next one is near."""
    criteria = rubric_of(tx, project_id).criteria
    furthest = {one.key: 0 if one.scale is Scale.YES_NO else 1 for one in criteria}
    return rated_near(rated_again(tx, project_id), furthest)


def _by(tags: pl.DataFrame, spoken: pl.DataFrame) -> dict[str, Agreement]:
    """Return the agreement on the samples of each tag (columns sample and tag)."""
    return _parted(spoken.with_columns(pl.col("unit").str.split("/").list.first().alias("sample")).join(tags, "sample"))


def _by_criterion(ratings: pl.DataFrame, rubric: Rubric) -> dict[str, Agreement]:
    """Return the agreement of ratings by the name of their criterion, those of the rubric now in its order."""
    unit = (pl.col("sample") + "/" + pl.col("revision").cast(pl.String)).alias("unit")
    rows = ratings.select(unit, "person", pl.col("value").alias("label"), "criterion")
    parts = {key: ordinal_agreement(rows.filter(pl.col("criterion") == key)) for key in rubric.names}
    return {rubric.names[key]: found for key, found in parts.items()}


def _by_section(said: pl.DataFrame, spoken: pl.DataFrame) -> dict[str, Agreement]:
    """Return the agreement on the texts of which somebody said that a section speaks of them."""
    named = said.filter(pl.col("section").is_not_null(), pl.col("purpose") == "review")
    unit = pl.col("sample") + "/" + pl.col("revision").cast(pl.String)
    return _parted(spoken.join(named.select(unit.alias("unit"), pl.col("section").alias("tag")).unique(), on="unit"))


def _parted(tagged: pl.DataFrame) -> dict[str, Agreement]:
    parts = tagged.partition_by("tag", as_dict=True)
    return {str(name): agreement(part.select("unit", "person", "label")) for (name,), part in sorted(parts.items())}


def _rewrites(tx: Transaction, said: pl.DataFrame) -> Rewrites:
    """Compare the texts that different people made of the same revision, the newest 500 pairs."""
    corrected = said.filter(pl.col("written").is_not_null(), pl.col("purpose") == "review")
    pairs: list[tuple[tuple[str, int], tuple[str, int]]] = []
    for _, part in corrected.group_by("sample", "revision", maintain_order=True):
        last = part.unique("person", keep="last", maintain_order=True)
        places = list(zip(last["sample"].to_list(), last["written"].to_list(), strict=True))
        pairs += combinations(places, 2)
    pairs = pairs[-MOST_PAIRS:]
    texts = written_texts(tx, [place for pair in pairs for place in pair])
    alike = [likeness(texts[a], texts[b]) for a, b in pairs if a in texts and b in texts]
    return Rewrites(len(alike), mean_of(alike))
