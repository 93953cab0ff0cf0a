"""How long a second start takes, from the command to the first page drawn in a browser: at most 10 s.

`python -m tests.bench.starts` starts `workbench up` on a scratch home once, so that the home stands, then measures
three more starts, and how long Ctrl+C takes to end them; prints one JSON object.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import ROOT, free_port
from tests.builders import an_environment

LIMIT_SECONDS = 10.0
TIMES = 3
PATIENCE_MS = 60_000
CODE = "from workbench.cli.door import main; main()"


def one_start(environment: dict[str, str], browser: Browser) -> tuple[float, float, float]:
    """Start, look, stop: seconds to the printed address, to the first heading on the page, and of Ctrl+C."""
    began = time.monotonic()
    up = subprocess.Popen(
        [sys.executable, "-c", CODE, "up"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert up.stdout is not None
    address = up.stdout.readline().rpartition(" ")[2].strip()
    printed = time.monotonic() - began
    page = browser.new_page()
    page.goto(address)
    page.get_by_role("heading").first.wait_for(timeout=PATIENCE_MS)
    drawn = time.monotonic() - began
    page.close()
    started = psutil.Process(up.pid).children(recursive=True)
    asked = time.monotonic()
    up.send_signal(signal.SIGINT)
    up.wait(PATIENCE_MS / 1000)
    stopped = time.monotonic() - asked
    _, left = psutil.wait_procs(started, 2)
    if left:
        raise SystemExit(f"Still running after Ctrl+C: {[process.cmdline() for process in left]}")
    return printed, drawn, stopped


def main() -> None:
    """Measure, print, and fail where a second start is too slow."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = {**os.environ, **an_environment(Path(folder) / "home", WORKBENCH_PORT=str(free_port()))}
        command = [sys.executable, "-c", CODE, "project", "new", "Bench"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        first, *rest = [one_start(environment, browser) for _ in range(TIMES + 1)]
        browser.close()
    medians = [round(statistics.median(column), 2) for column in zip(*rest, strict=True)]
    found = dict(zip(("address_seconds", "first_page_seconds", "stop_seconds"), medians, strict=True))
    longest = round(max(drawn for _, drawn, _ in rest), 2)
    value = {
        "limit_seconds": LIMIT_SECONDS,
        **found,
        "slowest_seconds": longest,
        "first_start_seconds": round(first[1], 2),
    }
    sys.stdout.write(json.dumps(value) + "\n")
    if found["first_page_seconds"] > LIMIT_SECONDS:
        sys.exit(1)


if __name__ == "__main__":
    main()
