"""The table of languages says what is true of the shipped engine."""

import pytest

from curation.pii.languages import detection_words, is_screened
from curation.pii.redactor import Redactor

FULL_NAMES = [
    ("en", "Yesterday Rahul Deshpande cancelled the appointment.", "Rahul Deshpande"),
    ("de", "Gestern hat Katharina Lindemann den Termin abgesagt.", "Katharina Lindemann"),
    ("fr", "Hier, Monsieur Lefebvre a annulé le rendez-vous.", "Lefebvre"),
    ("es", "Ayer la Señora Gutiérrez canceló la cita.", "Gutiérrez"),
    ("it", "Ieri Giovanni Esposito ha disdetto l'appuntamento.", "Giovanni Esposito"),
    ("nl", "Gisteren heeft Anneke Jansen de afspraak afgezegd.", "Anneke Jansen"),
]


@pytest.mark.parametrize(("language", "given", "name"), FULL_NAMES, ids=[row[0] for row in FULL_NAMES])
def test_names_are_found_where_the_table_says_so(language, given, name):
    assert any(name in value for value in Redactor().redact_text(given).values)
    assert "nothing finds names" not in detection_words(language)


@pytest.mark.parametrize(
    ("language", "given"),
    [("zh", "昨天王小明取消了预约。"), ("ru", "Вчера Иван Петров отменил приём."), ("ar", "ألغى محمد علي الموعد أمس.")],
)
def test_nothing_finds_names_in_other_letters(language, given):
    assert Redactor().redact_text(given).spans == ()
    assert detection_words(language).startswith("Not screened: nothing finds names")


@pytest.mark.parametrize("language", ["de", "fr-CA", "nl", "zh", "xx"])
def test_a_language_that_is_not_screened_says_so(language):
    assert not is_screened(language)
    assert detection_words(language).startswith("Not screened")


def test_only_a_measured_language_is_screened():
    assert is_screened("en-GB")
    assert not detection_words("EN").startswith("Not")
