"""The rules for personal data as a form: what is chosen in it is a policy that is not kept yet."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from curation.pii.entity_types import COUNTRIES, ENTITY_TYPES
from curation.pii.policy import LINES, PiiPolicy
from curation.pii.policy_choices import choices_of, country_of, default_of, with_default
from curation.pii.policy_parts import Operator, UserPattern
from curation.services.pii_rules import Denied, PiiView
from curation.texts import text, texts
from workbench.components.pii.type_table import type_table
from workbench.components.pii.words import country_words, operator_words

_REPLACING = (Operator.TAG, Operator.SURROGATE, Operator.HASH, Operator.MASK, Operator.REMOVE)
_LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL")
_REGIONS = (
    "AT", "AU", "BE", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IN", "IT", "KR", "NG", "NL", "NO", "NZ",
    "PH", "PL", "PT", "SE", "SG", "TH", "TR", "US", "ZA",
)  # fmt: skip
_HUNDRED = 100
Cell = str | float | None


def how_careful(key: str, now: PiiPolicy) -> PiiPolicy:
    """Ask how sure a finding must be, and what stands for what is hidden."""
    profile = st.radio(
        text("How careful"),
        list(LINES),
        list(LINES).index(now.profile),
        format_func=lambda name: _profiles()[name][0],
        captions=[_profiles()[name][1] for name in LINES],
        key=f"{key}-profile",
    )
    operators = list(dict.fromkeys((*_REPLACING, default_of(now))))
    operator = st.selectbox(
        text("What stands for a hidden value"),
        operators,
        operators.index(default_of(now)),
        format_func=operator_words,
        key=f"{key}-operator",
    )
    wanted = with_default(replace(now, profile=profile), operator)
    if Operator.SURROGATE not in (operator, *(Operator(name) for _, name in now.operators)):
        return wanted
    locales = list(dict.fromkeys((*_LOCALES, now.locale)))
    locale = st.selectbox(text("Invented values look as in"), locales, locales.index(now.locale), key=f"{key}-locale")
    return replace(wanted, locale=locale)


def by_type(key: str, now: PiiPolicy) -> PiiPolicy:
    """Ask what happens to each type that is of no country, and from which sureness on."""
    st.caption(
        text(
            "What is offered stays in the text until a privacy reviewer decides. A type may have a line of its own: it "
            "is hidden where the finding is at least so sure; what is less sure is offered."
        )
    )
    return type_table(f"{key}-types", now, [one for one in ENTITY_TYPES if country_of(one) == ""])


def places(key: str, now: PiiPolicy) -> PiiPolicy:
    """Ask for the countries whose identifiers and phone numbers are looked for."""
    countries = st.multiselect(
        text("Countries whose identifiers are looked for"),
        COUNTRIES,
        [code for code in COUNTRIES if code in now.countries],
        format_func=country_words,
        key=f"{key}-countries",
    )
    regions = sorted({*_REGIONS, *now.regions})
    phones = st.multiselect(
        text("Countries whose phone numbers are looked for"),
        regions,
        [one for one in regions if one in now.regions],
        help=text("Numbers with a + in front are found whatever the country."),
        key=f"{key}-regions",
    )
    wanted = replace(now, countries=_kept(now.countries, countries), regions=_kept(now.regions, phones))
    return type_table(f"{key}-of-countries", wanted, [one for one in choices_of(wanted) if country_of(one)])


def lists(key: str, view: PiiView, now: PiiPolicy, *, may_free: bool) -> tuple[PiiPolicy, Denied]:
    """Ask for what is never and what is always hidden; returns the policy, and what is to be denied beside it.

    `may_free` lets one type what is to be hidden always no more.
    """
    allow = st.text_area(
        text("Never hidden, one a line"),
        "\n".join(now.allow),
        help=text("Public names, such as a product or an agency; * stands for anything."),
        height=160,
        key=f"{key}-allow",
    )
    if view.sealed_allow:
        st.caption(
            texts(
                "{count} more is on this list because a reviewer said “not personal”.",
                "{count} more are on this list because reviewers said “not personal”.",
                view.sealed_allow,
            )
        )
    deny = st.text_area(
        text("Hide these always, one a line"),
        "",
        help=text("A name, or a type and what is meant: CASE_NUMBER: 12 O 34. They are kept encrypted."),
        height=100,
        key=f"{key}-deny",
    )
    count = view.sealed_deny + len(view.policy.deny)
    if count:
        st.caption(texts("{count} is on this list already.", "{count} are on this list already.", count))
    wanted = tuple(dict.fromkeys(line.strip() for line in allow.splitlines() if line.strip()))
    freed = _freed(key) if count and may_free else []
    return replace(now, allow=wanted), Denied(deny.splitlines(), freed)


def _freed(key: str) -> list[str]:
    said = st.text_area(
        text("No longer hide these always, one a line"),
        "",
        help=text("As it was put on the list: a name, or a type and what is meant."),
        height=100,
        key=f"{key}-free",
    )
    st.caption(
        text(
            "What is taken off the list is not looked for by it any more. Where somebody had marked it, it is shown "
            "again. What came in hidden stays hidden, and what is found in another way too: to show that, say “not "
            "personal” of it on the page Personal data."
        )
    )
    return said.splitlines()


def own_codes(key: str, now: PiiPolicy) -> PiiPolicy:
    """Ask for the project's own patterns."""
    st.caption(
        text(
            "Numbers of your own house, such as a file number: a name in capitals, and how they are written as a "
            "regular expression. FILE_NUMBER with `F-[0-9]{6}` finds F-204711."
        )
    )
    rows: list[dict[str, Cell]] = [
        {"type": one.entity_type, "pattern": one.pattern, "score": round(_HUNDRED * one.score)} for one in now.patterns
    ]
    edited = st.data_editor(
        rows or [{"type": None, "pattern": None, "score": None}],
        hide_index=True,
        width="stretch",
        num_rows="dynamic",
        placeholder="",
        alt=text("The project's own codes"),
        column_config={
            "type": st.column_config.TextColumn(text("Name (capitals)")),
            "pattern": st.column_config.TextColumn(text("How it is written")),
            "score": st.column_config.NumberColumn(
                text("How sure (%)"), min_value=0, max_value=_HUNDRED, step=1, default=90
            ),
        },
        key=f"{key}-patterns",
    )
    wanted = replace(now, patterns=tuple(_patterns(edited)))
    return type_table(f"{key}-of-own", wanted, {one.entity_type for one in wanted.patterns if one.entity_type})


def models(key: str, view: PiiView, now: PiiPolicy) -> PiiPolicy:
    """Ask which model looks beside the shipped one."""
    known = {
        "auto": text("The largest English spaCy model on this machine"),
        "shipped": text("None but the shipped names model"),
        **{f"spacy:{name}": text("The spaCy model {name}", name=name) for name in view.models},
    }
    options = list(dict.fromkeys((*known, now.engine)))

    def shown(engine: str) -> str:
        return known.get(engine, engine)

    engine = st.selectbox(
        text("A model that looks beside the patterns, lists and the shipped names model"),
        options,
        options.index(now.engine),
        format_func=shown,
        accept_new_options=True,
        help=text("hf:FOLDER or gliner:FOLDER names a model in a folder of the workbench's machine."),
        key=f"{key}-engine",
    )
    if not view.models:
        st.caption(text("No spaCy model is installed here. Nothing is ever downloaded."))
    return replace(now, engine=engine)


def _patterns(rows: Sequence[Mapping[str, Cell]]) -> list[UserPattern]:
    found: list[UserPattern] = []
    for row in rows:
        entity, pattern, score = (row.get(name) for name in ("type", "pattern", "score"))
        if entity or pattern:
            sure = float(score) / _HUNDRED if isinstance(score, int | float) else UserPattern.score
            found.append(UserPattern(str(entity or ""), str(pattern or ""), sure))
    return found


def _kept(before: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return what is chosen in the order of before, so that choosing the same changes nothing."""
    return (*(one for one in before if one in chosen), *(one for one in chosen if one not in before))


def _profiles() -> dict[str, tuple[str, str]]:
    return {
        "recall": (
            text("Hide rather too much"),
            text("For data of private people: guesses are hidden too. Some brands and places will be among them."),
        ),
        "precise": (
            text("Hide only what is sure"),
            text("For text about public matters: guesses are offered to a person and stay in the text until then."),
        ),
    }
