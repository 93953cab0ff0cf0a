"""The filters of the browser: every one of them shows what the address says, and writes it there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from curation.domain.browsing import ANY_FLAG, LONGEST_WORDS, Sort, Wanted, When, address_of
from curation.domain.distribution import LEVELS
from curation.domain.lapses import Why
from curation.domain.lengths import STRETCHES, lengths_from
from curation.domain.risks import Risk
from curation.domain.rubric import Rating, Rubric
from curation.domain.samples import Origin, SampleStatus
from curation.services.browsing import Choices
from curation.texts import text
from workbench import state
from workbench.components.browser.bulk_words import risk_words
from workbench.components.lapse_words import why_words
from workbench.components.redacted import literal
from workbench.components.rubric_form import value_words
from workbench.frames import lengths_words, level_words, origin_words, status_words

PLACES = ("after", "before")
_WIDTH = 230


def search_line(wanted: Wanted) -> None:
    """Draw the words that are looked for, and the order."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _text("words", text("Find"), wanted.words, text('words, "a phrase", begin*, -without'), wide=True)
        _choose("sort", text("Order"), list(Sort), wanted.sort, _sort_words)


def more_filters(wanted: Wanted, choices: Choices) -> None:
    """Draw what else narrows; what is in use is said below (see `chips`), so that it may stay closed."""
    address = address_of(wanted)
    with st.expander(text("Filters"), icon=":material/tune:"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _choose("status", text("Status"), list(SampleStatus), wanted.status, status_words)
            _choose("origin", text("Origin"), list(Origin), wanted.origin, origin_words)
            _known("source", text("Source"), choices.sources, wanted.source)
            _known("check", text("Note"), {name: name.replace("_", " ") for name in choices.checks}, wanted.check)
            _known("tag", text("Tag"), {name: name for name in choices.tags}, wanted.tag)
            _known("flag", text("Flag"), {ANY_FLAG: text("any flag"), **choices.flags}, wanted.flag)
            _known("language", text("Language"), {name: name for name in choices.languages}, wanted.language)
            _known("reviewer", text("Decided by"), choices.people, wanted.reviewer)
            _known("assigned", text("Assigned to"), choices.people, wanted.assigned)
            _known("specialty", text("Specialty"), {name: name for name in choices.specialties}, wanted.specialty)
            risks = {str(one.value): risk_words(one) for one in Risk}
            _known("risk", text("Risk"), risks, address.get("risk"))
            _known("rating", text("Rating"), _ratings(choices.rubric), address.get("rating"))
            _topic(wanted)
            _known("difficulty", text("Difficulty"), {name: level_words(name) for name in LEVELS}, wanted.difficulty)
            stretches = {str(one): lengths_words(one) for one in STRETCHES}
            _known("question_length", text("Characters of the question"), stretches, address.get("question_length"))
            _known("answer_length", text("Characters of the answer"), stretches, address.get("answer_length"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _choose("when", text("Date"), list(When), wanted.when, _when_words)
            _day("since", text("From"), wanted.since)
            _day("until", text("To"), wanted.until)
            _day("lapses", text("Valid until, at most"), wanted.lapses)
            _choose("back", text("Came back because"), list(Why), wanted.back, why_words)
            _figure("least", text("Attention from"), wanted.least)
            _figure("most", text("Attention to"), wanted.most)
        _text("pattern", text("Text pattern"), wanted.pattern, text("a regular expression, such as 5 ?mg"), wide=True)


def chips(wanted: Wanted, choices: Choices) -> None:
    """Say each filter that narrows, each taken away at a press."""
    said = _said(wanted, choices)
    if not said:
        return
    with st.container(horizontal=True):
        for name, label in said.items():
            if st.button(label, key=f"without-{name}", icon=":material/close:", help=text("Take this filter away")):
                without([name])
        if len(said) > 1 and st.button(text("Take all away"), key="without-all", type="tertiary"):
            without(list(said))


def without(names: Sequence[str]) -> None:
    """Take filters away and draw the page again."""
    state.set_queries(dict.fromkeys((*names, *PLACES)))
    st.rerun()


def _said(wanted: Wanted, choices: Choices) -> dict[str, str]:
    """Name the filters in use; the words and the order stand in their own fields."""
    spoken: dict[str, Callable[[str], str]] = {
        "status": lambda v: status_words(SampleStatus(v)),
        "origin": lambda v: text("Origin {name}", name=origin_words(v)),
        "source": lambda v: text("Source {name}", name=choices.sources.get(v, v)),
        "check": lambda v: text("Note {name}", name=v.replace("_", " ")),
        "tag": lambda v: text("Tag {name}", name=v),
        "flag": lambda v: text("Any flag") if v == ANY_FLAG else text("Flag {name}", name=choices.flags.get(v, v)),
        "language": lambda v: text("Language {name}", name=v),
        "specialty": lambda v: text("Specialty {name}", name=v),
        "risk": lambda v: text("Risk {name}", name=risk_words(Risk(int(v)))),
        "rating": lambda v: text("Rating {name}", name=_ratings(choices.rubric).get(v, v)),
        "topic": lambda v: text("Topic {number}", number=int(v) + 1),
        "difficulty": lambda v: text("Difficulty {level}", level=level_words(v)),
        "question_length": lambda v: text("Question: {length} characters", length=lengths_words(lengths_from(v))),
        "answer_length": lambda v: text("Answer: {length} characters", length=lengths_words(lengths_from(v))),
        "group": lambda _: text("One group of copies"),
        "reviewer": lambda v: text("Decided by {name}", name=choices.people.get(v, v)),
        "assigned": lambda v: text("Assigned to {name}", name=choices.people.get(v, v)),
        "least": lambda v: text("Attention from {value}", value=v),
        "most": lambda v: text("Attention to {value}", value=v),
        "since": lambda v: text("{what} from {day}", what=_when_words(wanted.when), day=v),
        "until": lambda v: text("{what} to {day}", what=_when_words(wanted.when), day=v),
        "lapses": lambda v: text("Valid until {day} at most", day=v),
        "back": lambda v: text("Came back: {why}", why=why_words(Why(v))),
        "rests_on": lambda v: text("Rests on {name}", name=choices.sources.get(v, v)),
        "section": lambda v: text("Decided by the section {name}", name=v),
        "pattern": lambda v: text("Pattern {said}", said=v),
    }
    address = address_of(wanted)
    return {name: literal(words(address[name])) for name, words in spoken.items() if name in address}


def _ratings(rubric: Rubric) -> dict[str, str]:
    """Name every value of every criterion, by what the address says of it."""
    return {
        str(Rating(one.key, value)): f"{one.name}: {value_words(one.scale, value)}"
        for one in rubric.criteria
        for value in one.scale.values
    }


def _sort_words(sort: Sort) -> str:
    words = {
        Sort.ATTENTION: text("needs eyes most first"),
        Sort.NEWEST: text("newest first"),
        Sort.OLDEST: text("oldest first"),
        Sort.CHANGED: text("changed last first"),
    }
    return words[sort]


def _when_words(when: When) -> str:
    words = {When.ADDED: text("Added"), When.CHANGED: text("Changed"), When.DECIDED: text("Decided")}
    return words[when]


def _topic(wanted: Wanted) -> None:
    key = _key("topic")
    state.show_in(key, None if wanted.topic is None else wanted.topic + 1)
    st.number_input(text("Topic"), min_value=1, step=1, key=key, width=120, on_change=_wrote, args=("topic", key))


def _known(name: str, label: str, known: Mapping[str, str], value: str | None) -> None:
    """Draw a choice of ids by name; one that is not known any more stays, so that the address is not changed."""
    ids = list(known) if value is None or value in known else [value, *known]

    def words(one: str) -> str:
        return known.get(one, one)

    _choose(name, label, ids, value, words)


def _choose(name: str, label: str, options: Sequence[str], value: str | None, words: Callable[..., str]) -> None:
    key = _key(name)
    fixed = name in {"sort", "when"}
    state.show_in(key, value)
    st.selectbox(
        label,
        options if fixed else [None, *options],
        format_func=lambda one: text("any") if one is None else words(one),
        placeholder=text("any"),
        key=key,
        width=_WIDTH,
        on_change=_wrote,
        args=(name, key),
    )


def _text(name: str, label: str, value: str, hint: str | None = None, *, wide: bool = False) -> None:
    key = _key(name)
    state.show_in(key, value)
    st.text_input(
        label,
        key=key,
        max_chars=LONGEST_WORDS,
        width="stretch" if wide else _WIDTH,
        placeholder=hint,
        on_change=_wrote,
        args=(name, key),
    )


def _day(name: str, label: str, value: date | None) -> None:
    key = _key(name)
    state.show_in(key, value)
    st.date_input(label, key=key, format="YYYY-MM-DD", width=160, on_change=_wrote, args=(name, key))


def _figure(name: str, label: str, value: float | None) -> None:
    key = _key(name)
    state.show_in(key, value)
    st.number_input(label, key=key, step=1.0, width=140, on_change=_wrote, args=(name, key))


def _key(name: str) -> str:
    return f"find-{name}"


def _wrote(name: str, key: str) -> None:
    """Write what was chosen into the address, and begin at the first page."""
    value = state.shown_in(key)
    if name == "topic" and isinstance(value, int):
        value -= 1
    plain = Wanted()
    default = {"sort": plain.sort, "when": plain.when}.get(name)
    written = None if value in {None, "", default} else f"{value:g}" if isinstance(value, float) else str(value)
    state.set_queries({**dict.fromkeys(PLACES), name: written})
