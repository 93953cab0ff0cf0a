"""Names of columns: ordinary words stay readable, whatever surname they also are; a person's name is hidden."""

import pytest

from curation.domain.samples import Conversation, Message, Role
from curation.pii.policy import PiiPolicy
from curation.services.screening_text import Clean, Raw, Rules, cleaning_rows

pytestmark = pytest.mark.slow
TURNS = (Message(Role.USER, "Is the ward open at noon?"), Message(Role.ASSISTANT, "The ward is open, says the page."))


@pytest.fixture(scope="module")
def clean():
    work = cleaning_rows(Rules(PiiPolicy(), "en"))

    def one(metadata) -> Clean:
        [done] = work([Raw(Conversation(TURNS), metadata)])
        return done

    return one


@pytest.mark.parametrize("column", ["ward", "Ward", "WARD", "Page", "Price", "Judge", "ward_2", "Patient name"])
@pytest.mark.parametrize("value", ["7B", "yes", "Anna Weber"])
def test_an_ordinary_word_stays_the_name_of_its_column(clean, column, value) -> None:
    done = clean({column: value})
    assert list(done.metadata) == [column]
    assert "Weber" not in str(done.metadata)
    assert done.redacted.conversation.messages == TURNS


@pytest.mark.parametrize("column", ["Anna Weber", "Grace", "Mason", "Price for Anna Weber"])
def test_a_column_that_is_named_after_a_person_is_not_named(clean, column) -> None:
    done = clean({"id": "4", column: "yes"})
    assert next(iter(done.metadata)) == "id"
    for name in ("Anna", "Weber", "Grace", "Mason"):
        assert name not in str(done.metadata)


def test_the_value_behind_an_ordinary_name_is_hidden_as_ever(clean) -> None:
    done = clean({"Ward": "Dr. Anna Weber", "Page": "anna.weber@example.com"})
    assert done.metadata == {"Ward": "Dr. <PERSON_1>", "Page": "<EMAIL_ADDRESS_1>"}
    assert [(one.column, one.value) for one in done.beside] == [
        ("Ward", "Anna Weber"),
        ("Page", "anna.weber@example.com"),
    ]
