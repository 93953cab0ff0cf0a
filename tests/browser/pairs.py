"""The pair of answers that a page shows to whoever judges."""

from playwright.sync_api import Locator, Page


def card(page: Page) -> Locator:
    return page.locator("section.judge")


PAINTED = """() => {
    const find = (root) => root.querySelector('section.judge') ?? [...root.querySelectorAll('*')]
        .filter((n) => n.shadowRoot).map((n) => find(n.shadowRoot)).find(Boolean);
    const card = find(document);
    return (card && !card.querySelector('.pair').hidden && card.dataset.painted) || "";
}"""


def ready(page: Page) -> str:
    """Wait until a new pair is shown and choices on it are taken; return its question."""
    before, painted = getattr(page, "judged_before", ""), ""
    # Where the page is drawn anew meanwhile, the card counts from then on.
    while painted in {"", before} or page.evaluate(PAINTED) != painted:
        page.wait_for_function(f'(before) => !["", before].includes(({PAINTED})())', arg=before)
        painted = page.evaluate(PAINTED)
        page.wait_for_timeout(280)
    page.judged_before = painted
    return card(page).locator(".question .text").last.inner_text()
