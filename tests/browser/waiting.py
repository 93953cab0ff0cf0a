"""How long a browser test waits for what it expects, and for what an act brings about in the store."""

from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 60_000
STEP = 50


def until(page: Page, holds: Callable[[], bool]) -> bool:
    """Wait until something holds in the store behind a page; tells whether it came to hold in a minute."""
    for _ in range(PATIENCE // STEP):
        if holds():
            return True
        page.wait_for_timeout(STEP)
    return False
