"""How the workbench is reached: who is let in by what, from which address, and which proxy is believed."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from curation.domain.access import AuthMode
from curation.errors import InputError
from curation.texts import text


@dataclass(frozen=True)
class Oidc:
    """An identity provider: where it describes itself, and what it knows this workbench by."""

    metadata_url: str
    client_id: str
    client_secret: str
    name: str


@dataclass(frozen=True)
class Entrance:
    """The way in: `url` is the address people type (empty for this machine's own), `proxies` may name the visitor."""

    auth: AuthMode = AuthMode.OFF
    url: str = ""
    proxies: tuple[str, ...] = ()
    oidc: Oidc | None = None

    @property
    def signs_in(self) -> bool:
        """Tell whether people have to say who they are."""
        return self.auth is not AuthMode.OFF

    @property
    def host(self) -> str:
        """The name in the address, empty where none is set."""
        return urlsplit(self.url).hostname or ""

    @property
    def encrypted(self) -> bool:
        """Tell whether people come over TLS, as far as the address says."""
        return self.url.startswith("https://")


def entrance_from(environment: Mapping[str, str]) -> Entrance:
    """Parse the way in; raises InputError naming the variable that cannot be used."""
    typed = environment.get("WORKBENCH_AUTH") or AuthMode.OFF.value
    if typed not in {mode.value for mode in AuthMode}:
        modes = ", ".join(mode.value for mode in AuthMode)
        raise InputError(text("WORKBENCH_AUTH cannot be {value}. It is one of: {modes}.", value=typed, modes=modes))
    auth, url = AuthMode(typed), _url(environment.get("WORKBENCH_URL", ""))
    return Entrance(
        auth=auth,
        url=url,
        proxies=_proxies(environment.get("WORKBENCH_PROXY", "")),
        oidc=_oidc(environment, url) if auth is AuthMode.OIDC else None,
    )


def is_local(host: str) -> bool:
    """Tell whether an address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_guarded(host: str, entrance: Entrance) -> None:
    """Let a server listen, or raise InputError where others could reach it without saying who they are."""
    if entrance.signs_in or is_local(host):
        return
    raise InputError(
        text(
            "Without sign-in the workbench listens on 127.0.0.1 only, not on {host}: whoever reached it would be the "
            "owner. Set WORKBENCH_AUTH=password (see docs/people.md), or listen on 127.0.0.1.",
            host=host or "*",
        )
    )


def _url(typed: str) -> str:
    url = typed.strip().rstrip("/")
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query):
        raise InputError(
            text("WORKBENCH_URL cannot be {value}. Write it as https://workbench.example.org.", value=typed)
        )
    return url


def _proxies(typed: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in typed.split(",") if part.strip())
    for part in found:
        try:
            ipaddress.ip_network(part)
        except ValueError as error:
            raise InputError(
                text("WORKBENCH_PROXY cannot be {value}. Write the proxy's address, such as 127.0.0.1.", value=part)
            ) from error
    return found


def _oidc(environment: Mapping[str, str], url: str) -> Oidc:
    names = ("WORKBENCH_OIDC_METADATA", "WORKBENCH_OIDC_CLIENT", "WORKBENCH_OIDC_SECRET")
    missing = [name for name in names if not environment.get(name)] + ([] if url else ["WORKBENCH_URL"])
    if missing:
        raise InputError(text("WORKBENCH_AUTH=oidc needs {names} too (see docs/people.md).", names=", ".join(missing)))
    metadata, client, secret = (environment[name] for name in names)
    return Oidc(metadata, client, secret, environment.get("WORKBENCH_OIDC_NAME") or urlsplit(metadata).hostname or "")
