"""Webhooks: the list with how each stands and its last tries, and the form that adds one and shows its secret once."""

import polars as pl
import streamlit as st

from curation.domain.webhooks import Delivery, Off, Topic
from curation.services.webhook_words import hook_state, reply_words, topic_words
from curation.services.webhooks import Told
from curation.texts import text
from workbench import state
from workbench.access import Visit
from workbench.components.redacted import literal
from workbench.frames import local_time

_EVERY = 3.0
_FIRST = (Topic.DECISION, Topic.VERSION)


def webhook_form(visit: Visit) -> None:
    """Ask where a webhook leads and what it is told of, add it, and show its secret this once."""
    with st.form("add-webhook"):
        url = st.text_input(text("Where it leads"), placeholder="https://example.org/hooks/workbench")
        topics = st.multiselect(text("What it is told of"), list(Topic), list(_FIRST), format_func=topic_words)
        if st.form_submit_button(text("Add the webhook"), icon=":material/add_link:"):
            secret, hook = visit.workbench.webhooks.add(visit.person, visit.project, url, topics)
            state.remember(_added(visit), f"{hook.id} {secret}")
    _secret(visit)


def _added(visit: Visit) -> str:
    return f"webhooks.added.{visit.project.id}"


def _secret(visit: Visit) -> None:
    """Show the secret of the webhook that was added until it is copied: testing it draws the page again."""
    secret = state.memory(_added(visit)).partition(" ")[2]
    if not secret:
        return
    st.success(text("Copy the secret now: it checks the signatures and cannot be shown again."), icon=":material/key:")
    st.code(secret, language=None, wrap_lines=True)
    if st.button(text("I have copied it"), icon=":material/check:"):
        state.remember(_added(visit), "")
        st.rerun()


def webhook_list(visit: Visit) -> None:
    """List the webhooks, drawn again every few seconds while there is one that is on."""
    found = visit.workbench.webhooks.all(visit.person, visit.project)
    if not found:
        st.info(text("No other system is told yet."), icon=":material/webhook:")
        return
    on = any(told.hook.off is None for told in found)
    st.fragment(_live, run_every=_EVERY if on else None)(visit)


def _live(visit: Visit) -> None:
    visit = visit.renewed()
    if not visit.workbench.queue.live_workers():
        st.warning(
            text("No worker is running, so nothing is told. Start the app and the worker with: workbench up"),
            icon=":material/warning:",
        )
    for told in visit.workbench.webhooks.all(visit.person, visit.project):
        _card(visit, told)


def _card(visit: Visit, told: Told) -> None:
    hook = told.hook
    with st.container(border=True):
        topics = ", ".join(topic_words(topic) for topic in sorted(hook.topics))
        # Not Markdown, which would make a link of it.
        st.text(told.url or text("The key that opens its address is missing. Bring it back, or remove this webhook."))
        said = [hook_state(hook)] if hook.off is not None or hook.failures else []
        if told.tries:
            last = told.tries[0]
            when = local_time(last.tried_at, state.timezone())
            said.append(text("Last try {when}: {reply}.", when=when, reply=reply_words(last)))
        st.markdown(f"{_badge(told)} {topics}" + "".join(f"  \n:small[{literal(one)}]" for one in said))
        with st.container(horizontal=True):
            _buttons(visit, told)
        if told.tries:
            with st.expander(text("Last tries"), icon=":material/history:"):
                st.table(_tries(told.tries), alt=text("The last tries to tell this webhook, the newest first"))


def _badge(told: Told) -> str:
    if told.hook.off is Off.CHOSEN or not told.url:
        return f":gray-badge[{text('off')}]"
    if told.hook.off is not None:
        return f":red-badge[{text('switched off')}]"
    return f":orange-badge[{text('failing')}]" if told.hook.failures else f":green-badge[{text('on')}]"


def _buttons(visit: Visit, told: Told) -> None:
    hook, webhooks, who = told.hook, visit.workbench.webhooks, (visit.person, visit.project)
    on = hook.off is None
    if told.url:
        if st.button(text("Test"), key=f"test-{hook.id}", icon=":material/send:", disabled=not on):
            webhooks.test(*who, hook.id)
            _say(text("The worker tells it now; the answer is among the last tries."))
        # One button for both, which keeps the focus of whoever presses it by keyboard.
        label, icon = (text("Switch off"), "pause") if on else (text("Switch on"), "play_arrow")
        if st.button(label, key=f"switch-{hook.id}", icon=f":material/{icon}:"):
            webhooks.switch(*who, hook.id, on=not on)
            _say(
                text("Switched off. What happens from now on is kept for it.")
                if on
                else text("Switched on. It is told what it has missed.")
            )
        if not on and st.button(text("On, from now"), key=f"skip-{hook.id}", icon=":material/skip_next:"):
            webhooks.switch(*who, hook.id, on=True, skip=True)
            _say(text("Switched on. What it has missed is not told."))
    _removal(visit, told)


def _removal(visit: Visit, told: Told) -> None:
    hook = told.hook
    with st.popover(text("Remove"), icon=":material/delete:"):
        st.markdown(text("It is told nothing more, nor what it has not heard yet."))
        st.markdown(text("Its secret and its last tries are gone."))
        st.caption(text("Switched off, it hears later what it has missed."))
        if st.button(text("Remove it for good"), key=f"remove-{hook.id}", type="primary"):
            visit.workbench.webhooks.remove(visit.person, visit.project, hook.id)
            if state.memory(_added(visit)).startswith(hook.id):
                state.remember(_added(visit), "")
            _say(text("The webhook is removed."))


def _say(sentence: str) -> None:
    state.announce(sentence)
    st.rerun()


def _tries(tries: tuple[Delivery, ...]) -> pl.DataFrame:
    zone = state.timezone()
    return pl.DataFrame(
        {
            text("When"): [local_time(one.tried_at, zone) for one in tries],
            text("What"): [one.action for one in tries],
            text("Answer"): [reply_words(one) for one in tries],
            text("Took"): [text("{count:,} ms", count=one.milliseconds) for one in tries],
        }
    )
