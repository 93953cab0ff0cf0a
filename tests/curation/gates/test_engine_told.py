"""What looked for personal data, with its version, is told by the source, the version's card and its manifest."""

import json

import pytest

from curation.domain.versions import Recipe
from curation.services.freezing import Freezing
from curation.services.gates import ReleaseGate
from curation.services.import_plan import Wishes
from curation.store.tables_samples import SampleRow
from tests.curation.importing.screening_world import ListReporter, World, a_world, lines_of

pytestmark = pytest.mark.slow


@pytest.fixture
def world(tmp_path) -> World:
    found = a_world(tmp_path)
    found.take_in(lines_of(("What is a cast made of?", "Of plaster or glass fibre.")), "en.jsonl")
    found.take_in(lines_of(("Wat is een verband?", "Een doek om een wond.")), "nl.jsonl", Wishes(language="nl"))
    return found


def test_the_source_says_which_engine_ran_and_its_language(world: World) -> None:
    sources = world.workbench.importing.sources(world.owner, world.project)
    assert {source.language for source in sources} == {"en", "nl"}
    for source in sources:
        assert source.engine is not None
        assert source.engine.startswith("presidio-analyzer 2.")
        assert "names model " in source.engine


def test_card_and_manifest_say_it_too_and_what_finds_names_in_each_language(world: World) -> None:
    workbench = world.workbench
    workbench.languages.open(world.owner, world.project, "nl")
    with workbench.database.transaction() as tx:
        for row in tx.query(SampleRow):
            row.status = "approved"
    job = workbench.releasing.freeze(world.owner, world.project, "v1", Recipe(validation=0, test=0))
    gate = ReleaseGate(workbench.database, workbench.seal)
    Freezing(workbench.database, workbench.settings.home, gate).run(job, ListReporter())
    folder = workbench.releasing.folder(world.owner, world.project, "v1").folder
    card, manifest = (folder / "README.md").read_text(), json.loads((folder / "manifest.json").read_text())
    assert "2 of these samples were screened by presidio-analyzer 2." in card
    assert "- en: Names are found by the names model" in card
    assert "- nl: Not screened: only full names that the lists know are found" in card
    [(engine, count)] = manifest["engines"]["screened_by"].items()
    assert (engine.startswith("presidio-analyzer 2."), count) == (True, 2)
    assert set(manifest["engines"]["detection"]) == {"en", "nl"}
