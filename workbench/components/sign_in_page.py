"""The pages before Streamlit: sign in, choose a password; one form each, no script, drawn by the server alone."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

_HERE = Path(__file__).parent
_PAGE = Template((_HERE / "sign_in" / "page.html").read_text(encoding="utf-8"))
_STYLE = (_HERE / "sign_in" / "page.css").read_text(encoding="utf-8")
_ICON = (_HERE / "icon.svg").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class Field:
    """One line to type into; `complete` tells password managers what belongs there."""

    name: str
    label: str
    kind: str
    complete: str
    value: str = ""
    note: str = ""
    fixed: bool = False


@dataclass(frozen=True)
class Form:
    """A page with one form: where it is sent, what it asks, and what its one button says."""

    title: str
    action: str
    fields: Sequence[Field]
    button: str
    lead: str = ""
    error: str = ""
    foot: str = ""
    link: tuple[str, str] = ("", "")
    """Where a button without a form leads, and what it says."""


def page(form: Form, language: str, name: str) -> str:
    """Draw a page; every value is escaped."""
    return _PAGE.substitute(
        language=escape(language, quote=True),
        name=escape(name),
        title=escape(form.title),
        style=_STYLE,
        icon=_ICON,
        lead=f'<p class="lead">{escape(form.lead)}</p>' if form.lead else "",
        error=f'<p class="error" role="alert" id="error">{escape(form.error)}</p>' if form.error else "",
        form=_form(form) if form.button else _link(*form.link),
        foot=f'<p class="foot">{escape(form.foot)}</p>' if form.foot else "",
    )


def _form(form: Form) -> str:
    open_fields = [field for field in form.fields if not field.fixed and field.kind != "hidden"]
    first = next((field.name for field in open_fields if not field.value), "")
    rows = [_row(field, focus=field.name == first, wrong=bool(form.error)) for field in form.fields]
    button = f'<button type="submit">{escape(form.button)}</button>'
    return f'<form method="post" action="{escape(form.action, quote=True)}">{"".join(rows)}{button}</form>'


def _link(place: str, label: str) -> str:
    return f'<a class="button" href="{escape(place, quote=True)}">{escape(label)}</a>' if place else ""


def _row(field: Field, *, focus: bool, wrong: bool) -> str:
    attributes = {
        "name": field.name,
        "id": field.name,
        "type": field.kind,
        "autocomplete": field.complete,
        "value": field.value,
        "aria-describedby": f"{field.name}-note" if field.note else "error" if wrong else "",
        **({"autocapitalize": "none", "spellcheck": "false"} if field.kind != "hidden" else {}),
    }
    written = " ".join(f'{name}="{escape(value, quote=True)}"' for name, value in attributes.items() if value)
    flags = " readonly" if field.fixed else " required"
    flags += " autofocus" if focus else ""
    if field.kind == "hidden":
        return f"<input {written}>"
    note = f'<small id="{field.name}-note">{escape(field.note)}</small>' if field.note else ""
    return f'<label for="{field.name}">{escape(field.label)}</label><input {written}{flags}>{note}'
