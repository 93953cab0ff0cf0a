from curation.domain.findings import DuplicateKind, Finding, Part, PiiSpan, Place, Severity
from curation.review.ordering import attention, reasons


def test_a_contradiction_comes_before_a_block_and_a_block_before_a_warning():
    conflict = attention([], [DuplicateKind.CONFLICT])
    block = attention([Finding("empty", Severity.BLOCK, "no answer")])
    warning = attention([Finding("short", Severity.WARNING, "short answer")])
    assert conflict > block > warning > attention([])


def test_an_unsure_detector_asks_for_eyes_and_a_sure_one_does_not():
    place = Place(Part.ANSWER, 0, 0, 10)
    unsure = PiiSpan(place, 0, 5, "PERSON", "names", 0.45, "<PERSON_1>")
    sure = PiiSpan(place, 0, 5, "EMAIL", "pattern", 1.0, "<EMAIL_1>")
    assert attention([], spans=[unsure]) > attention([], spans=[sure]) == 0


def test_the_figure_is_explained_in_words_the_weightiest_first():
    findings = [
        Finding("short", Severity.WARNING, "short answer"),
        Finding("markup", Severity.WARNING, "markup left"),
        Finding("phrase", Severity.NOTE, "set phrase"),
    ]
    duplicates = [DuplicateKind.NEAR, DuplicateKind.CONFLICT]
    found = reasons(findings, duplicates)
    assert [reason.says for reason in found] == [
        "another sample answers the same question differently",
        "2 notes that want eyes",
        "1 small note",
    ]
    assert sum(reason.weight for reason in found) == attention(findings, duplicates)
    assert reasons([]) == ()
