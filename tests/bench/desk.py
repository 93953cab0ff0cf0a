"""Key to next sample on the review desk, with 100,000 samples in the store; prints one JSON object.

Run: python -m tests.bench.desk [--samples 100000] [--keys 200] [--busy]

With --busy the worker loads the demo beside it: imports, and then the training of its base model.
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from curation.domain.jobs import JobKind
from curation.services.projects import LOCAL_OWNER
from tests.browser.server import serving
from tests.builders import a_person, a_project, a_workbench
from workbench.load.seeding import add_waiting

TARGET_MS, BUSY_TARGET_MS = 120, 200
MEASURE = """() => {
    const find = (root) => root.querySelector('section.desk') ?? [...root.querySelectorAll('*')]
        .filter((n) => n.shadowRoot).map((n) => find(n.shadowRoot)).find(Boolean);
    const desk = find(document);
    const item = desk.querySelector('.item');
    window.pressed = 0;
    window.took = [];
    let shown = item.dataset.sample;
    window.addEventListener('keydown', (event) => { window.pressed = event.timeStamp; }, true);
    const look = () => {
        if (item.dataset.sample !== shown && !item.hidden) {
            shown = item.dataset.sample;
            const began = window.pressed;
            if (began) requestAnimationFrame(() => window.took.push(performance.now() - began));
            window.pressed = 0;
        }
        requestAnimationFrame(look);
    };
    look();
    window.ready = () => desk.dataset.painted === item.dataset.sample;
}"""


def measure(browser: Browser, address: str, person: str, keys: int) -> list[float]:
    """Press A as soon as each sample has been shown; milliseconds from the key to the frame with the next one."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "workbench_person", "value": person, "url": address}])
    page = context.new_page()
    page.goto(address)
    page.locator("section.desk .item").wait_for(state="visible")
    page.evaluate(MEASURE)
    for _ in range(keys):
        _press(page)
    page.wait_for_function(f"() => window.took.length >= {keys - 1}")
    return list(page.evaluate("() => window.took"))


def _press(page: Page) -> None:
    page.wait_for_function("() => window.ready()")
    page.wait_for_timeout(260)
    go_on = page.get_by_role("button", name="Go on")
    if go_on.count():
        go_on.click()
        page.wait_for_function("() => window.ready()")
        page.wait_for_timeout(260)
    page.keyboard.press("a")


def quantile(values: list[float], share: float) -> float:
    """The value that a share of the values does not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def main() -> None:
    """Seed, serve, drive, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--busy", action="store_true")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="desk-bench-"))
    workbench = a_workbench(folder)
    _owner, project = a_project(workbench)
    ada = a_person(workbench, project, "Ada")
    workbench.projects.set_preference(ada.id, "desk.practice", "done")
    seconds = add_waiting(workbench, project, asked.samples)
    try:
        modules = ("workbench.app", "workbench.worker") if asked.busy else ("workbench.app",)
        with serving(folder / "home", *modules) as server, sync_playwright() as playwright:
            if asked.busy:
                workbench.queue.enqueue(JobKind.LOAD_DEMO, {}, LOCAL_OWNER, None)
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
            took = measure(browser, server.address, ada.id, asked.keys)
            browser.close()
    finally:
        workbench.database.close()
        shutil.rmtree(folder)
    p95, target = quantile(took, 0.95), BUSY_TARGET_MS if asked.busy else TARGET_MS
    figures = {
        "what": "review desk: key to next sample",
        "samples": asked.samples,
        "keys": len(took),
        "busy": asked.busy,
        "seed_seconds": round(seconds, 1),
        "p50_ms": round(quantile(took, 0.5), 1),
        "p95_ms": round(p95, 1),
        "max_ms": round(max(took), 1),
        "target_p95_ms": target,
        "met": p95 <= target,
        "load_average": round(psutil.getloadavg()[0], 2),
        "cores": psutil.cpu_count(),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
