"""Browsers of a module, emptied between tests: a fresh one would fetch and compile the app's scripts anew each time."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from playwright.sync_api import Browser, BrowserContext

from tests.browser.reruns import COUNTED
from tests.browser.waiting import PATIENCE


@dataclass
class Machine:
    """One browser context with its window, and what was opened in it."""

    context: BrowserContext
    window: tuple[int, str]
    address: str = ""
    closed: bool = False

    def empty(self) -> None:
        """Close its pages and forget all that they kept, but for the scripts that were fetched."""
        for page in self.context.pages:
            page.close()
        page = self.context.new_page()
        session = self.context.new_cdp_session(page)
        session.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        page.close()
        self.context.clear_cookies()
        self.context.clear_permissions()
        self.context.unroute_all()
        self.context.set_offline(False)


@dataclass
class Machines:
    """The machines that are in use, and by window those that are free."""

    browser: Browser
    used: list[Machine] = field(default_factory=list)
    free: defaultdict[tuple[int, str], list[Machine]] = field(default_factory=lambda: defaultdict(list))

    def take(self, address: str, width: int, scheme: str) -> BrowserContext:
        """Return an empty browser with this window."""
        waiting = self.free[width, scheme]
        machine = waiting.pop() if waiting else self._made(width, scheme)
        machine.address = address
        self.used.append(machine)
        return machine.context

    def put_back(self) -> None:
        """Empty what was used, for the next test; what a test has closed itself is gone."""
        for machine in self.used:
            if not machine.closed:
                machine.empty()
                self.free[machine.window].append(machine)
        self.used.clear()

    def close(self) -> None:
        """Close all of them."""
        for machine in (one for waiting in self.free.values() for one in waiting):
            machine.context.close()

    def _made(self, width: int, scheme: str) -> Machine:
        context = a_context(self.browser, width, scheme)
        machine = Machine(context, (width, scheme))

        def note(_: BrowserContext) -> None:
            machine.closed = True

        context.on("close", note)
        return machine


def a_context(browser: Browser, width: int = 1280, scheme: str = "light") -> BrowserContext:
    """A browser whose pages know when they are at rest."""
    window = {"width": width, "height": 900}
    context = browser.new_context(viewport=window, color_scheme=scheme, timezone_id=_around_noon())
    context.set_default_timeout(PATIENCE)
    context.add_init_script(COUNTED)
    return context


def _around_noon() -> str:
    """A time zone whose day is that of UTC and does not end soon: what is counted by day is counted on one."""
    behind = datetime.now(UTC).hour - 12
    return f"Etc/GMT{behind:+d}"
