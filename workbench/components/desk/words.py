"""Every word on the desk's card, from the one catalogue."""

from curation.domain.identity import Json
from curation.texts import text
from workbench.components.desk.fix_words import fix_words
from workbench.components.desk.rubric import rubric_words
from workbench.components.desk.talk_words import talk_words


def words() -> dict[str, Json]:
    """Return the card's words by the name that its script uses; places in braces are filled there."""
    return (
        _frame()
        | _item()
        | fix_words()
        | rubric_words()
        | _acts()
        | _marks()
        | talk_words()
        | _notices()
        | _moments()
        | _practice()
    )


def desk_keys() -> list[tuple[str, str]]:
    """Return every key of the desk with what it does."""
    return [
        ("A", text("Approve")),
        ("E", text("Correct: edit question, answer and any earlier turn")),
        ("X", text("Reject; then 1 to 8 for the reason")),
        ("N", text("Not sure: somebody else will look")),
        ("S", text("Skip for now")),
        ("U", text("Undo your last decision")),
        ("R", text("Belongs in retrieval: right, but it changes often; it is kept and never trained on")),
        ("W", text("Say until when it holds, where its last day has passed; Enter goes back")),
        ("P", text("Mark personal data that was missed: select it first")),
        ("1-9", text("Show where a note points; again: the passage it compares with")),
        ("D", text("Dismiss the note that is shown, or let it stand again")),
        ("F", text("Show what the chosen note offers, or all notes together; again: take it, E: go on from it")),
        ("B", text("Show the text as it came in beside what it is now; again: bring it back")),
        ("L", text("Flag the sample without deciding; then 1 to 9 for the reason")),
        ("G", text("Go to the rating; then 1 to 5 for each line, or the arrow keys")),
        ("V", text("Show or hide what was settled before and is like this sample")),
        ("O", text("Open the page of this sample in another tab")),
        ("C", text("Comments on the sample; Alt+C while you type; select words first to speak of them")),
        ("M", text("Markdown and maths as typed, or as they are read")),
        ("Ctrl+Enter", text("Approve your correction")),
        ("Esc", text("Close editing and keep the text")),
        ("H", text("Show or hide these keys")),
    ]


def _frame() -> dict[str, Json]:
    return {
        "desk": text("Review desk"),
        "texts": text("Question and answer"),
        "beside": text("Notes beside the text"),
        "decisions": text("Decisions"),
        "progress": text("Decisions today"),
        "today": text("{today} of {target} today"),
        "left": text("{left} left"),
        "left_more": text("{left} or more left"),
        "guidelines": text("Guidelines"),
        "no_guidelines": text("This project has no guidelines yet."),
        "keys": text("Keys"),
        "close": text("Close"),
        "cancel": text("Cancel"),
        "again": text("Try again"),
        "reload": text("Reload"),
    }


def _item() -> dict[str, Json]:
    return {
        "question": text("Question"),
        "answer": text("Answer"),
        **earlier_turns(),
        "context": text("Passages it rests on"),
        "notes": text("Notes"),
        "no_notes": text("The checks found nothing."),
        "jump": text("Show in the text"),
        "raw": text("As typed"),
        "dismiss": text("Dismiss"),
        "stand": text("Let stand"),
        "dismissed": text("Dismissed:"),
        "dismissed_now": text("Dismissed: this note does not count any more. U takes it back."),
        "stands_again": text("The note stands again."),
        "no_such_note": text("No note is left to dismiss."),
        "why_early": text("Why it comes early: {reasons}"),
        "changes": text("Changed since it came in"),
        "mine": text("What you changed"),
        "alike": text("Similar samples"),
        "alike_conflict": text("Same question, another answer ({alike} % alike, {status})"),
        "alike_near": text("Nearly the same ({alike} % alike, {status})"),
        "alike_exact": text("The same text ({status})"),
        "comment": text("Comment"),
        "comment_hint": text("Optional. For whoever reads your decision."),
        "unsure": text("An expert was not sure about this one."),
        "unsure_by": text("{names} asks for a second opinion."),
        "asked": text("Sent back with a question:"),
        "asked_soon": text("Sent back with a question. It is here as soon as it has been screened; skip for now."),
        "skipped_before": text("you skipped it before"),
        "both": text("Somebody changed this sample while you were writing. Both texts are here; choose one."),
        "theirs": text("As it is now"),
        "yours": text("Your text"),
        "keep_theirs": text("Keep it as it is"),
        "use_mine": text("Use mine as a correction"),
        "edit_mine": text("Merge by hand"),
    }


def earlier_turns() -> dict[str, Json]:
    """Return the names of turns that are neither the last question nor the last answer, by their role."""
    return {
        "role_system": text("Instruction to the model"),
        "role_user": text("Earlier question, message {number}"),
        "role_assistant": text("Earlier answer, message {number}"),
    }


def _acts() -> dict[str, Json]:
    return {
        "approve": text("Approve"),
        "correct": text("Correct"),
        "reject": text("Reject"),
        "unsure_button": text("Not sure"),
        "skip": text("Skip"),
        "undo": text("Undo"),
        "retrieval": text("Retrieval"),
        "retrieval_why": text("The text is right, but such facts change often: to be looked up, not learned."),
        "retrieval_kept": text("Kept for retrieval, not for training. U takes it back."),
        "until": text("Approving it says that it holds until"),
        "until_hint": text("Left empty it holds without an end."),
        "approve_correction": text("Approve correction"),
        "pass_on": text("Pass on to the experts"),
        "rewrite": text("Rewrite"),
        "others_decide": text("You rewrite here; experts decide. Press E to change the words, S to leave them."),
        "close_keep": text("Close, keep text"),
        "discard": text("Discard my changes"),
        "why": text("Why is it rejected?"),
        "reasons": reasons(),
        "section_of": text("{reason}: what the guidelines say"),
        "section_find": text("Guidelines section: type a few letters"),
        "section_count": text("{count} found"),
        "section_away": text("Name no section"),
        "reject_naming": text("Reject, naming “{title}”"),
        "reject_plain": text("Reject without a section"),
        "letters": text("Single-letter keys"),
        "key_list": [[key, what] for key, what in desk_keys()],
    }


def reasons() -> list[Json]:
    """Return the reasons for a rejection, each with its words, in the order of their digits."""
    return [
        ["wrong", text("Wrong")],
        ["unsafe", text("Unsafe")],
        ["outdated", text("Outdated")],
        ["unclear", text("Unclear")],
        ["incomplete", text("Incomplete")],
        ["off_topic", text("Off topic")],
        ["duplicate", text("Duplicate")],
        ["other", text("Something else")],
    ]


def _marks() -> dict[str, Json]:
    return {
        "mark": text("Mark personal data"),
        "mark_what": text("Which words name somebody? Select them before, or type them as they stand."),
        "mark_type": text("What are they?"),
        "mark_types": [
            ["PERSON", text("A name")],
            ["LOCATION", text("An address")],
            ["PHONE_NUMBER", text("A phone number")],
            ["EMAIL_ADDRESS", text("An e-mail address")],
            ["DATE_OF_BIRTH", text("A date of birth")],
            ["MEDICAL_RECORD_NUMBER", text("A record number")],
            ["CASE_NUMBER", text("A case number")],
            ["ACCOUNT_NUMBER", text("An account number")],
        ],
        "mark_done": text("Hidden in {hidden} samples. The privacy reviewer looks at it; U takes it back."),
        "mark_typing": text("Approve or discard your own text first, then mark."),
    }


def _notices() -> dict[str, Json]:
    return {
        "kept_browser": text("Saving"),
        "kept_server": text("Saved"),
        "full": text("This browser cannot keep your text. Stay on this page until it says Saved."),
        "lost": text("Connection lost, your text is kept. Trying again by itself."),
        "back": text("Connected again. Everything was sent."),
        "restored": text("Your text from before is back. Go on, or discard it."),
        "text_kept": text("Your text is kept. Press E to go on with it."),
        "would_drop": text(
            "You have changed this text. Deciding on the text as shown drops yours; press again to do so."
        ),
        "empty_text": text("A correction needs words in every turn. Close and reject to drop the sample."),
        "screening": text("Corrected. Nobody sees it before it has been checked for personal data."),
        "taken_back": text("Taken back."),
        "changed_meanwhile": text(
            "Somebody changed a sample that you decided on. Your text is kept and comes up next."
        ),
        "look": text("Look now"),
        "other_tab": text("You decided on that one in another tab."),
        "other_tab_typing": text("You decided on this one in another tab. Your text here is kept."),
    }


def _moments() -> dict[str, Json]:
    return {
        "loading": text("Fetching your samples"),
        "empty": text("Nothing waits for you"),
        "empty_done": text("You have decided on {today} today. New samples appear here by themselves."),
        "empty_new": text("When samples have been imported and checked, they appear here by themselves."),
        "see_skipped": text("Look at the {skipped} you skipped"),
        "see_escalated": text("Look at the {escalated} somebody was not sure about"),
        "see_kept": text("Look at your {kept} kept texts"),
        "pool_kept": text("{kept} of your texts kept"),
        "back_to_queue": text("Back to the waiting samples"),
        "target": text("{today} today"),
        "target_left": text("That is your day's share; {left} are left. Stop here or go on."),
        "go_on": text("Go on"),
        "stop_here": text("Stop here"),
        "stopped": text("Thank you"),
        "stopped_where": text("Everything is saved. When you come back you go on at the same place."),
        "failing": text("The samples cannot be fetched"),
        "unreachable": text("The workbench does not answer. Is it running? Your decisions and texts are kept here."),
    }


def _practice() -> dict[str, Json]:
    return {
        "practice": text("Practice"),
        "practising": text("Practice {number} of {count}"),
        "practice_skip": text("Skip practice"),
        "practice_next": text("Next"),
        "practice_right": text("Right."),
        "practice_wrong": text("Better here: {verdict}."),
        "practice_better": text("A good correction:"),
        "practice_hint": text("Practice: nothing here is recorded. Read, then decide with a button or its letter."),
        "told_right": text("That was a control sample, and you found what was expected."),
        "told_wrong": text("That was a control sample. Expected was: {verdict}."),
        "told_purpose": text("Its answer was known before. It changes nothing in the project."),
        "verdict_approve": text("approve it"),
        "verdict_correct": text("correct it"),
        "verdict_reject": text("reject it"),
        "verdict_retrieve": text("keep it for retrieval"),
        "verdict_escalate": text("say that you are not sure"),
    }
