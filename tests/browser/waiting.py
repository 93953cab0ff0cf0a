"""How long a browser test waits for what it expects, for what an act brings about, and for what it changes below."""

from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 120_000
STEP = 50
_PROBE = "/a-line-that-is-cut"
_CUT = "(address) => fetch(address).then(() => false, () => true)"
_PRESSED = """([key, times]) => {
    const press = { key, bubbles: true, composed: true, cancelable: true };
    for (let i = 0; i < times; i += 1) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", press));
}"""


def until(page: Page, holds: Callable[[], bool]) -> bool:
    """Wait until something holds in the store behind a page; tells whether it came to hold in time."""
    for _ in range(PATIENCE // STEP):
        if holds():
            return True
        page.wait_for_timeout(STEP)
    return False


def intercepting(page: Page) -> None:
    """Wait until what a page asks for is handed over: Chromium says that it does a moment before it does."""
    page.route(f"**{_PROBE}", lambda route: route.abort())
    page.wait_for_function(_CUT, arg=_PROBE)


def disconnect(page: Page) -> None:
    """Take the connection away from the browser of a page, and wait until it is gone."""
    page.context.set_offline(True)
    page.wait_for_function(_CUT, arg="/_stcore/health")


def at_once(page: Page, key: str, times: int) -> None:
    """Press a key so often before the page draws anything in between, however slow the machine is."""
    page.evaluate(_PRESSED, [key, times])
