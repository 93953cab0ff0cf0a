"""What the preview of an import shows of the columns beside the texts is what will be stored of them."""

import json
from pathlib import Path

from curation.domain.sources import Mapping
from curation.services.import_plan import Wishes
from curation.services.screening_preview import RedactPreview
from tests.curation.importing.screening_world import a_world

MAIL = "anna.bauer@example.com"
ROW = {
    "question": "How long does the plaster stay on the wrist?",
    "answer": f"About six weeks; write to {MAIL} before that.",
    "contact": MAIL,
    "station": "orthopaedics",
    "floor": 3,
}
WISHES = Wishes(Mapping(format="plain", question="question", answer="answer", metadata=("contact", "station", "floor")))


def test_metadata_is_previewed_as_it_will_be_stored(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    data = json.dumps(ROW).encode()
    importing = world.workbench.importing
    [row] = importing.preview(world.owner, data, "FILE.jsonl", WISHES).first
    turns = [{"role": turn.role.value, "content": turn.content} for turn in row.conversation.messages]
    asked = {"messages": turns, "context": [], "metadata": dict(row.metadata)}
    question = {"project_id": world.project.id, "conversations": [asked]}
    answer = RedactPreview(world.workbench.database, world.workbench.seal)(question)
    assert isinstance(answer, dict)
    [shown] = answer["conversations"]
    assert shown["metadata"] == {"contact": "<EMAIL_ADDRESS_1>", "station": "orthopaedics", "floor": 3}
    assert [one["column"] for one in shown["beside"]] == ["contact"]
    assert MAIL not in str(answer)
    world.take_in(data, "a.jsonl", WISHES)
    sample = world.asking("plaster")
    assert importing.metadata(world.owner, world.project, sample.id) == shown["metadata"]
    world.workbench.database.close()
