"""Coming in through an identity provider: Streamlit talks to it; what it brings back becomes a session of ours."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from urllib.parse import quote, unquote

from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.runtime.secrets import SecretsValue
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from curation.domain.identity import Json
from curation.errors import WorkbenchError
from curation.services.signing_in import Claims
from curation.texts import text
from workbench.bootstrap import Workbench
from workbench.components.sign_in_page import Form
from workbench.entrance import Entrance, Oidc
from workbench.routes.sign_in import SIGN_IN, Fields, browser_of, drawn, endpoint, go, keep_session, wanted

PROVIDER = "workbench"
_NEXT, _NEXT_SECONDS = "workbench_next", 600
_AT_ONCE = 8
_FRESH_DAYS = 5 / (24 * 60)


@dataclass(frozen=True)
class Provider:
    """Streamlit's sign-in, set up for one provider; `secret` signs its cookies while this process lives."""

    oidc: Oidc
    url: str
    secret: str

    @classmethod
    def of(cls, entrance: Entrance) -> "Provider | None":
        """Return the provider of a way in, with a fresh secret; None where people come in otherwise."""
        if entrance.oidc is None:
            return None
        return cls(entrance.oidc, entrance.url, secrets.token_hex(32))

    def settings(self) -> dict[str, SecretsValue]:
        """Return what Streamlit reads of a secrets file."""
        known: SecretsValue = {
            "client_id": self.oidc.client_id,
            "client_secret": self.oidc.client_secret,
            "server_metadata_url": self.oidc.metadata_url,
        }
        return {
            "auth": {"redirect_uri": f"{self.url}/oauth2callback", "cookie_secret": self.secret, PROVIDER: known},
        }

    def claims(self, request: Request) -> Claims | None:
        """Return what the provider has just said of who comes back: signed by Streamlit, five minutes old at most."""

        def opened(name: str) -> bytes | None:
            value = request.cookies.get(name)
            signed = None if value is None else value.encode("latin-1", "replace")
            return decode_signed_value(self.secret, name, signed, _FRESH_DAYS) if signed else None

        content = get_cookie_with_chunks(opened, USER_COOKIE_NAME)
        if content is None:
            return None
        said: Json = json.loads(content)
        if not isinstance(said, Mapping) or said.get("provider") != PROVIDER or said.get("origin") != self.url:
            return None
        issuer, subject, email = (str(said.get(name) or "") for name in ("iss", "sub", "email"))
        return Claims(issuer, subject, email, said.get("email_verified") in {True, "true"}) if subject else None


def routes(workbench: Workbench, provider: Provider | None) -> list[BaseRoute]:
    """Return the pages of sign-in through a provider; none where people come in otherwise."""
    if provider is None:
        return []
    outside, limiter = _Outside(workbench, provider), CapacityLimiter(_AT_ONCE)
    return [
        Route(SIGN_IN, endpoint(workbench, outside.ask, limiter), methods=["GET"]),
        Route(f"{SIGN_IN}/go", endpoint(workbench, outside.leave, limiter), methods=["GET"]),
    ]


@dataclass(frozen=True)
class _Outside:
    workbench: Workbench
    provider: Provider

    def ask(self, request: Request, fields: Fields) -> Response:
        """Exchange what the provider said for a session, or show the way to the provider."""
        del fields
        claims = self.provider.claims(request)
        if claims is None:
            answer = drawn(self.workbench, self._page())
            place = wanted(request.query_params.get("next", ""))
            answer.set_cookie(_NEXT, quote(place), max_age=_NEXT_SECONDS, path=SIGN_IN, httponly=True, samesite="lax")
            return answer
        try:
            secret, _ = self.workbench.signing_in.come_in(claims, browser_of(request))
        except WorkbenchError as error:
            page = replace(self._page(), error=str(error))
            return forget_claims(request, drawn(self.workbench, page, HTTPStatus.FORBIDDEN))
        answer = keep_session(self.workbench, request, go(wanted(unquote(request.cookies.get(_NEXT, "")))), secret)
        return forget_claims(request, answer)

    def leave(self, request: Request, fields: Fields) -> Response:
        """Send a browser to the provider, by way of Streamlit."""
        del request, fields
        return go(f"/auth/login?provider={encode_provider_token(PROVIDER)}")

    def _page(self) -> Form:
        name = self.provider.oidc.name
        return Form(
            title=text("Sign in"),
            action="",
            fields=[],
            button="",
            link=(f"{SIGN_IN}/go", text("Sign in with {provider}", provider=name)),
            foot=text("You come in with the e-mail address under which you were invited."),
        )


def forget_claims(request: Request, answer: Response) -> Response:
    """Take Streamlit's own cookies out of a browser: our session stands in their place."""
    for name in request.cookies:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            answer.delete_cookie(name, path="/")
    return answer
