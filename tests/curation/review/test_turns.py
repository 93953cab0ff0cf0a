from curation.domain.findings import Part
from curation.domain.samples import Conversation, Message, Role, question_and_answer
from curation.review.turns import changed_turns

TALK = Conversation(
    (
        Message(Role.SYSTEM, "Be brief."),
        Message(Role.USER, "What helps?"),
        Message(Role.ASSISTANT, "Rest."),
        Message(Role.USER, "How long?"),
        Message(Role.ASSISTANT, "A day."),
    )
)


def test_only_turns_that_read_otherwise_are_told_in_reading_order():
    after = TALK.answering("How long?", "Two days.", [(0, "Be plain."), (2, "Rest.")])
    changes = changed_turns(TALK, after)
    assert [(one.index, one.part, one.before, one.after) for one in changes] == [
        (0, Part.MESSAGE, "Be brief.", "Be plain."),
        (4, Part.ANSWER, "A day.", "Two days."),
    ]
    assert changed_turns(TALK, TALK) == ()


def test_a_conversation_of_other_turns_is_compared_by_question_and_answer():
    short = question_and_answer("How long?", "Two days.")
    changes = changed_turns(TALK, short)
    assert [(one.part, one.before, one.after) for one in changes] == [
        (Part.MESSAGE, "Be brief.", ""),
        (Part.MESSAGE, "What helps?", ""),
        (Part.MESSAGE, "Rest.", ""),
        (Part.ANSWER, "A day.", "Two days."),
    ]
    assert [one.after for one in changed_turns(short, TALK)] == ["Be brief.", "What helps?", "Rest.", "A day."]
