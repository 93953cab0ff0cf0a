"""What counts as a duplicate in a project: the policy with its preview, and how surely it finds a pair."""

from dataclasses import replace

import streamlit as st

from curation.dedup.policy import LEAST_THRESHOLD, MOST_NGRAM, DuplicatePolicy, Fields, Form, Unit
from curation.domain.jobs import JobKind
from curation.domain.people import Permission
from curation.services.duplicates_policy import PolicyView, view_of
from curation.services.duplicates_tried import Counted, TriedPair, TriedPolicy
from curation.texts import text, texts
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.components.running import running

_NEARLY = 0.999999


def rules(visit: Visit) -> None:
    """Draw the policy below the groups; who leads the project may change it."""
    view = visit.workbench.duplicate_rules.view(visit.person, visit.project)
    with st.expander(text("What counts as a duplicate"), icon=":material/tune:"):
        running(visit, {JobKind.RECHECK})
        st.write(_sentence(view.policy))
        if visit.person.may(Permission.MANAGE):
            draft = _editor(visit, view)
            _changed(visit, view, draft)
        else:
            draft = view.policy
            st.caption(text("The lead of the project changes this."))
        _details(view_of(draft, visit.project.language))
        _waiting(visit)


def _waiting(visit: Visit) -> None:
    stops = visit.workbench.conflict_rule.stops(visit.person, visit.project)
    chosen = st.toggle(
        text("A version waits until every contradiction between approved samples is decided"),
        stops,
        disabled=not visit.person.may(Permission.MANAGE),
        key=f"conflicts-{visit.project.id}-{stops}",
        help=text("Else samples that contradict each other are left out of it."),
    )
    if chosen is not stops:
        visit.workbench.conflict_rule.choose(visit.person, visit.project, stop=chosen)
        state.announce(text("Saved. It holds from the next version on."))
        st.rerun()


def _sentence(policy: DuplicatePolicy) -> str:
    return text(
        "Two samples are duplicates when they share at least {share} % of their runs of {ngram} {unit} in {fields}; "
        "that is counted exactly, for every pair that may come near it.",
        share=f"{100 * policy.threshold:g}",
        ngram=policy.ngram,
        unit=_units()[policy.unit],
        fields=_fields()[policy.fields],
    )


def _editor(visit: Visit, view: PolicyView) -> DuplicatePolicy:
    now, name = view.policy, f"duplicates-{visit.project.id}-{hash(view.policy)}"
    share = st.slider(
        text("Alike from (%)"),
        round(100 * LEAST_THRESHOLD),
        100,
        round(100 * now.threshold),
        key=f"{name}-threshold",
        help=text("Lower finds more, and more that is not a duplicate. Usual is {usual} %.", usual=_usual(view)),
    )
    unit = st.segmented_control(
        text("Compare by"),
        list(Unit),
        default=now.unit,
        required=True,
        format_func=lambda one: _units()[one],
        key=f"{name}-unit",
        help=text("Letters are for languages that write no spaces between words."),
    )
    fields = st.segmented_control(
        text("In"),
        list(Fields),
        default=now.fields,
        required=True,
        format_func=lambda one: _fields()[one],
        key=f"{name}-fields",
    )
    with st.container(horizontal=True):
        ngram = st.number_input(
            text("How many in a run"),
            1,
            MOST_NGRAM,
            now.ngram,
            key=f"{name}-ngram",
            help=text("Usual are {ngram} {unit}.", ngram=view.usual.ngram, unit=_units()[view.usual.unit]),
        )
        form = st.selectbox(
            text("Letters that look alike"),
            list(Form),
            list(Form).index(now.form),
            format_func=lambda one: _forms()[one],
            key=f"{name}-form",
        )
    threshold = now.threshold if share == round(100 * now.threshold) else share / 100
    return replace(now, threshold=threshold, unit=unit, fields=fields, ngram=ngram, form=form)


def _changed(visit: Visit, view: PolicyView, draft: DuplicatePolicy) -> None:
    changed = draft != view.policy
    with st.container(horizontal=True, vertical_alignment="center"):
        preview = st.button(text("Preview"), icon=":material/science:", disabled=not changed)
        save = st.button(text("Save and search again"), icon=":material/save:", disabled=not changed)
    if save and changed:
        visit.workbench.duplicate_rules.save(visit.person, visit.project, draft)
        state.announce(text("Saved. The project is searched again; what people decided on groups stands."))
        st.rerun()
    if preview and changed:
        with st.spinner(text("Comparing the samples by both rules")):
            found = visit.workbench.duplicate_rules.try_out(visit.person, visit.project, draft)
        _tried(found, draft)


def _tried(found: TriedPolicy, draft: DuplicatePolicy) -> None:
    among = texts("Among {count:,} sample", "Among {count:,} samples", found.samples)
    if found.samples < found.total:
        among = text("Among the newest {count:,} of {total:,} samples", count=found.samples, total=found.total)
    told = {"among": among, "share": f"{100 * draft.threshold:g}", "before": _counted(found.before)}
    if found.after == found.before:
        st.markdown(text("**{among}, at {share} %: {before}, as now.**", **told))
    else:
        st.markdown(
            text("**{among}, at {share} %: {after} instead of {before}.**", after=_counted(found.after), **told)
        )
    for pair in found.pairs:
        _pair(pair)


def _counted(found: Counted) -> str:
    groups = texts("{count:,} group", "{count:,} groups", found.groups)
    members = texts("{count:,} sample", "{count:,} samples", found.members)
    conflicts = texts("{count:,} contradiction", "{count:,} contradictions", found.conflicts)
    return text("{groups} of {members} and {conflicts}", groups=groups, members=members, conflicts=conflicts)


def _pair(pair: TriedPair) -> None:
    with st.container(border=True):
        share = round(100 * pair.jaccard)
        if pair.gained:
            st.badge(text("Would be alike: {share} %", share=share), icon=":material/add:", color="blue")
        else:
            st.badge(
                text("Would not be alike any more: {share} %", share=share), icon=":material/remove:", color="gray"
            )
        st.write(literal(pair.first))
        st.write(literal(pair.second))


def _details(view: PolicyView) -> None:
    with st.popover(text("Details"), icon=":material/info:"):
        st.write(
            text(
                "Signatures of 128 numbers are cut into {bands} bands of {rows}; two samples that share a band are "
                "compared exactly. So a pair is looked at with this probability:",
                bands=view.bands,
                rows=view.rows,
            )
        )
        st.dataframe(
            {
                text("Alike (%)"): [round(100 * similarity) for similarity, _ in view.found],
                text("Looked at (%)"): [_percent(chance) for _, chance in view.found],
            },
            hide_index=True,
        )


def _percent(chance: float) -> str:
    return f"{100 * chance:.4f}" if chance < _NEARLY else f"> {100 * _NEARLY:.4f}"


def _usual(view: PolicyView) -> str:
    return f"{100 * view.usual.threshold:g}"


def _units() -> dict[Unit, str]:
    return {Unit.WORDS: text("words"), Unit.LETTERS: text("letters")}


def _fields() -> dict[Fields, str]:
    return {
        Fields.BOTH: text("question and answer"),
        Fields.QUESTION: text("the question"),
        Fields.ANSWER: text("the answer"),
    }


def _forms() -> dict[Form, str]:
    return {
        Form.AS_WRITTEN: text("are different, as written"),
        Form.NFC: text("are one where they are the same letter (NFC)"),
        Form.NFKC: text("are one where they look the same (NFKC)"),
    }
