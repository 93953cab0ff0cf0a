"""What the pages before Streamlit ask."""

from curation.domain.access import LEAST_PASSWORD
from curation.texts import text
from workbench.components.sign_in_page import Field, Form


def asked(place: str, email: str) -> list[Field]:
    """Return what the sign-in form asks; `place` is where it leads."""
    return [
        Field("next", "", "hidden", "", place),
        Field("email", text("E-mail address"), "email", "username", email),
        Field("password", text("Password"), "password", "current-password"),
    ]


def twice() -> list[Field]:
    """Return the two lines of a new password."""
    note = text("At least {least} characters; a sentence is a good one.", least=LEAST_PASSWORD)
    return [
        Field("password", text("New password"), "password", "new-password", note=note),
        Field("again", text("The same once more"), "password", "new-password"),
    ]


def new_password() -> Form:
    """Return the form that changes one's password."""
    return Form(
        title=text("Change your password"),
        action="/password",
        lead=text("Your other browsers are signed out."),
        fields=[Field("old", text("Password that you have now"), "password", "current-password"), *twice()],
        button=text("Change password"),
    )


def nothing() -> Form:
    """Return the page of a link that opens nothing."""
    return Form(title=text("This link opens nothing"), action="", fields=[], button="")
