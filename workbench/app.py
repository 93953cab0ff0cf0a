"""The web application: Streamlit and our own routes in one ASGI app."""

import gc
import os
import socket
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from curation.services.backups import using
from workbench import shell
from workbench.access import OriginGuard
from workbench.bootstrap import Workbench, believe_proxies, open_workbench, settings
from workbench.child import end_with_parent, parent_pipe
from workbench.entrance import require_guarded
from workbench.gate import SignInGate
from workbench.routes import (
    desk,
    desk_help,
    disagreements,
    duplicates,
    event_log,
    files,
    privacy,
    provider,
    rating,
    rest,
    rounds,
    sign_in,
    talk,
)
from workbench.routes.provider import Provider

SCRIPT = Path(__file__).with_name("script.py")
SWITCH_SECONDS = 0.0005
"""How long one thread may compute before another has its turn: each answer has dozens of small questions to the
database, and after each it waits for one."""


def routes(workbench: Workbench, outside: Provider | None = None) -> list[BaseRoute]:
    """Return our own routes: all under /api/, but for the pages where people come in."""
    parts = (desk, desk_help, disagreements, duplicates, event_log, files, privacy, rating, rounds, sign_in, talk)
    ours = [route for part in parts for route in part.routes(workbench)]
    return [*ours, *rest.routes(workbench), *provider.routes(workbench, outside)]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncGenerator[None]:
    """Freeze what start-up imported, so that Streamlit's collection after every page view skips it.

    Measured: 80-110 ms a page view without this, under 10 ms with it.
    """
    del app
    send_at_once()
    gc.collect()
    gc.freeze()
    yield


def send_at_once() -> None:
    """Have what listens here send every piece at once; the connections that come in inherit it.

    Streamlit makes its socket without naming TCP, so asyncio leaves Nagle's delay on, and the second piece of every
    answer on an open connection waits 40 ms for the caller's late acknowledgement of the first.
    """
    for one in psutil.Process().net_connections(kind="tcp"):
        if one.status == psutil.CONN_LISTEN:
            with socket.socket(fileno=os.dup(one.fd)) as listening:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def build(workbench: Workbench) -> st.App:
    """Make the ASGI app of a workbench."""
    outside = Provider.of(workbench.settings.entrance)
    return st.App(
        SCRIPT,
        secrets=None if outside is None else outside.settings(),
        routes=routes(workbench, outside),
        middleware=[Middleware(OriginGuard), Middleware(SignInGate, workbench=workbench)],
        lifespan=lifespan,
        on_script_error=shell.show_error,
    )


def main() -> None:
    """Serve until stopped, or until the process that started us ends."""
    end_with_parent(parent_pipe(sys.argv))
    sys.setswitchinterval(SWITCH_SECONDS)
    chosen = settings()
    require_guarded(chosen.host, chosen.entrance)
    believe_proxies(chosen)
    with using(chosen.home):
        build(open_workbench(chosen)).run(config={"server.port": chosen.port, "server.address": chosen.host})


if __name__ == "__main__":
    main()
