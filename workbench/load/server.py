"""The server that is measured: the app, and the worker where asked, as processes that can be killed."""

import http.client
import os
import subprocess
import time
from dataclasses import dataclass, field
from http import HTTPStatus

from curation.errors import StorageError
from curation.texts import text
from workbench.bootstrap import Settings
from workbench.child import end_group, spawn

START_SECONDS = 60.0
_LOOK_EVERY = 0.05


@dataclass
class Server:
    """The app of a home, and its worker; both end with this process."""

    settings: Settings
    _parts: list[tuple[subprocess.Popen[bytes], int]] = field(
        default_factory=list[tuple[subprocess.Popen[bytes], int]], init=False
    )

    def start(self, module: str) -> None:
        """Start one of the two processes."""
        reading, writing = os.pipe()
        self._parts.append((spawn(self.settings, module, pipe=reading), writing))
        os.close(reading)

    def kill(self) -> None:
        """End every process as a power cut would."""
        for process, writing in self._parts:
            end_group(process.pid)
            process.wait()
            os.close(writing)
        self._parts.clear()

    def wait(self) -> None:
        """Wait until the app answers; raises StorageError where it ends or stays silent."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if any(process.poll() is not None for process, _ in self._parts):
                break
            if self._answers():
                return
            time.sleep(_LOOK_EVERY)
        raise StorageError(
            text("The server on port {port} did not start. Look at what it printed.", port=self.settings.port)
        )

    def _answers(self) -> bool:
        line = http.client.HTTPConnection(self.settings.host, self.settings.port, timeout=2)
        try:
            line.request("GET", "/_stcore/health")
            return line.getresponse().status == HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()
