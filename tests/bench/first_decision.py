"""How long a newcomer needs from the first page to the first correct decision: at most two minutes.

An expert who has never been here opens the address in a real browser and reads everything that is shown, at 240
words a minute (a calm pace for a screen; words in view count, words that have to be scrolled to do not), thinks for
two seconds, and presses a key: the three practice samples with their feedback, then the first real sample. The
pauses are really waited. What an expert would answer is known from data_samples/practice.json; the bench measures
the way there, not the medicine.

`python -m tests.bench.first_decision` prints one JSON object; seconds from the first request on.
"""

import json
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.desk import a_world, some
from tests.browser.server import ROOT, serving
from tests.builders import a_person, a_workbench
from workbench.components.desk.lessons import lessons

LIMIT_SECONDS = 120.0
WORDS_A_MINUTE = 240
THINKING_SECONDS = 2.0
PATIENCE_MS = 60_000
KEYS = {"approve": "a", "correct": "e", "reject": "x1"}
IN_VIEW = r"""() => {
    const seen = (rect, node) => {
        let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
        for (let at = node; at; at = at.parentNode ?? at.host) {
            if (!(at instanceof Element) || getComputedStyle(at).overflow === 'visible') continue;
            const box = at.getBoundingClientRect();
            [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
            [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
        }
        const [x, y] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
        return rect.width > 0 && x >= left && x <= right && y >= top && y <= bottom;
    };
    const words = [];
    const walk = (node) => {
        if (node.shadowRoot) walk(node.shadowRoot);
        if (node.nodeType === Node.TEXT_NODE) {
            for (const found of node.textContent.matchAll(/[\p{L}\p{N}]+(?:['-][\p{L}\p{N}]+)*/gu)) {
                const range = document.createRange();
                range.setStart(node, found.index);
                range.setEnd(node, found.index + found[0].length);
                if (seen(range.getBoundingClientRect(), node.parentNode)) words.push(found[0]);
            }
        } else if (!['SCRIPT', 'STYLE'].includes(node.nodeName)) node.childNodes.forEach(walk);
    };
    walk(document.querySelector('[data-testid=stMain]'));
    return words.length;
}"""


@dataclass
class Newcomer:
    """Somebody who reads what is shown before each key; `began` is the moment of the first request."""

    page: Page
    began: float
    words: int = 0
    pauses: float = 0.0
    moments: dict[str, float] = field(default_factory=dict)

    def reads(self, sentence: str, most: int | None = None) -> None:
        """Wait until a sentence is shown, then read what is in view, or at most so many new words of it."""
        self.page.locator("section.desk .stage").get_by_text(sentence).first.wait_for(timeout=PATIENCE_MS)
        found = min(int(self.page.evaluate(IN_VIEW)), most or sys.maxsize)
        self.words += found
        self._wait(found / WORDS_A_MINUTE * 60 + THINKING_SECONDS)

    def presses(self, keys: str) -> None:
        """Press keys one after the other, as quickly as a person does."""
        for key in keys:
            self.page.keyboard.press("Control+Enter" if key == "^" else "Enter" if key == "\n" else key)
            self._wait(0.3)

    def now(self) -> float:
        """Return the seconds since the first request."""
        return round(time.monotonic() - self.began, 1)

    def _wait(self, seconds: float) -> None:
        self.pauses += seconds
        self.page.wait_for_timeout(seconds * 1_000)


def walk(page: Page, address: str) -> Newcomer:
    """Walk from the address to the first decision on a real sample."""
    newcomer = Newcomer(page, time.monotonic())
    page.goto(address)
    for number, lesson in enumerate(lessons(ROOT / "data_samples")):
        newcomer.reads(lesson.question)
        newcomer.presses(KEYS[lesson.verdict])
        if lesson.verdict == "correct":
            page.keyboard.type(" Within fourteen days.", delay=60)
            newcomer.presses("^")
        page.locator("section.desk .stage [data-act=next]").wait_for(timeout=PATIENCE_MS)
        newcomer.moments.setdefault("first_correct_decision_seconds", newcomer.now())
        newcomer.reads(lesson.why, most=60)
        newcomer.presses("\n")
        newcomer.moments[f"practice_{number + 1}_seconds"] = newcomer.now()
    newcomer.reads("Question 0")
    newcomer.presses("a")
    page.locator("section.desk .stage").get_by_text("Question 1").first.wait_for(timeout=PATIENCE_MS)
    newcomer.moments["first_real_decision_seconds"] = newcomer.now()
    return newcomer


def main() -> None:
    """Serve a scratch home, walk, print, and fail where it takes too long."""
    folder = Path(tempfile.mkdtemp(prefix="first-decision-"))
    workbench = a_workbench(folder)
    try:
        with serving(folder / "home", "workbench.app") as server, sync_playwright() as playwright:
            world = a_world(workbench, server, lambda *_: None)
            world.waiting(some(20))
            newcomer = a_person(workbench, world.project, "Dr. New")
            path = shutil.which("chromium") or shutil.which("google-chrome")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": "workbench_person", "value": newcomer.id, "url": server.address}])
            done = walk(context.new_page(), server.address)
            browser.close()
    finally:
        workbench.database.close()
        shutil.rmtree(folder)
    value = {
        "what": "a newcomer's walk to the first correct decision",
        "limit_seconds": LIMIT_SECONDS,
        **done.moments,
        "words_read": done.words,
        "words_a_minute": WORDS_A_MINUTE,
        "paused_seconds": round(done.pauses, 1),
        "met": done.moments.get("first_correct_decision_seconds", LIMIT_SECONDS * 2) <= LIMIT_SECONDS,
    }
    sys.stdout.write(json.dumps(value) + "\n")
    if not value["met"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
