"""A PostgreSQL server of the tests' own, from the binaries of this machine, and a database for each test.

The cluster lies in a scratch folder and listens on 127.0.0.1 alone. A test's database comes with its tables:
emptied after another test, else copied from a template.
"""

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pg8000.dbapi
import pytest
from sqlalchemy.engine import make_url

SERVER = "WORKBENCH_TEST_SERVER"
"""The environment names the server here where a test's homes are to keep their rows on it."""
_PLACES = ("/usr/lib/postgresql", "/usr/local/bin", "/usr/bin")
_TEMPLATE, _HALF = "made", "half_made"
_OURS, _SPARE = "home_", "spare_"
_EMPTY = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(quote_ident(name)::regclass, 1, false);
    END LOOP;
END $$
"""
_SETTINGS = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "full_page_writes=off", "jit=off")


@contextmanager
def cluster() -> Iterator[str]:
    """Run a server; yields its URL without a database. Skips where this machine has no PostgreSQL."""
    initdb, postgres = _binary("initdb"), _binary("postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder, data, log = Path(name), Path(name) / "data", Path(name) / "log.txt"
        if os.getuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        with log.open("ab") as said:
            more = {"preexec_fn": _demoted(), "cwd": folder, "stdout": said, "stderr": said}
            command = [initdb, "-D", str(data), "-U", "workbench", "-A", "trust", "-E", "UTF8", "--no-sync"]
            assert subprocess.run(command, check=False, **more).returncode == 0, log.read_text()
            options = [word for setting in _SETTINGS for word in ("-c", setting)]
            server = subprocess.Popen([postgres, "-D", str(data), "-p", str(port), *options], **more)
        try:
            _until(lambda: "ready to accept connections" in log.read_text(), log)
            yield f"postgresql+pg8000://workbench@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)


def url_of(home: Path) -> str | None:
    """Where a home's rows are in this test: None for its own file, else a database named after the home."""
    server = os.environ.get(SERVER)
    return f"{server}/{_OURS}{hashlib.sha256(str(home).encode()).hexdigest()[:16]}" if server else None


def create_empty(url: str) -> None:
    """Create the database that a URL names."""
    _execute(url, f"CREATE DATABASE {make_url(url).database}")


def create_filled(url: str, fill: Callable[[str], None]) -> None:
    """Create the database that a URL names, with the tables that `fill` makes in the server's first one.

    A database that a test before has left is emptied and renamed, which costs a tenth of a copy.
    """
    name, known = make_url(url).database, _names(url)
    spare = next((one for one in known if one.startswith(_SPARE)), None)
    if spare is not None:
        _execute(url, f"ALTER DATABASE {spare} RENAME TO {name}")
        return
    if _TEMPLATE not in known:
        template = make_url(url).set(database=_HALF).render_as_string()
        _execute(url, f"DROP DATABASE IF EXISTS {_HALF} WITH (FORCE)")
        create_empty(template)
        fill(template)
        # Only a template without sessions is copied; a busy machine takes its time to end the one that filled it.
        _end_sessions(url)
        _execute(url, f"ALTER DATABASE {_HALF} RENAME TO {_TEMPLATE}")
    _execute(url, f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")


def put_back(server: str) -> None:
    """Empty the databases of homes, for the homes of other tests."""
    for name in _names(server):
        if name.startswith(_OURS):
            _execute(server, _EMPTY, name)
            _end_sessions(server)
            _execute(server, f"ALTER DATABASE {name} RENAME TO {name.replace(_OURS, _SPARE)}")


def _end_sessions(url: str) -> None:
    others = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname <> 'postgres'"
    _execute(url, others)


def _names(url: str) -> list[str]:
    return [row[0] for row in _execute(url, "SELECT datname FROM pg_database")]


def _execute(url: str, statement: str, database: str = "postgres") -> list[tuple[str, ...]]:
    place = make_url(url)
    assert place.username is not None
    connected = pg8000.dbapi.connect(place.username, place.host, database, place.port, ssl_context=False)
    with closing(connected) as connection:
        connection.autocommit = True
        with closing(connection.cursor()) as cursor:
            cursor.execute(statement)
            return [] if cursor.description is None else list(cursor.fetchall())


def _binary(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        found = next((str(path) for place in _PLACES for path in sorted(Path(place).rglob(name))), None)
    if found is None:
        pytest.skip(f"PostgreSQL is not on this machine ({name} is missing). Install it: apt-get install postgresql")
    return found


def _demoted() -> Callable[[], None] | None:
    """What a process does first so that it is not root, whom PostgreSQL refuses; None where it is not."""
    if os.getuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")

    def demote() -> None:
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)

    return demote


def _until(condition: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
