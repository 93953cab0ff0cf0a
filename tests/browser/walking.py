"""A keyboard and nothing else: walking a page by Tab, and asking what has the keyboard now."""

from io import BytesIO

from PIL import Image, ImageChops
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.conftest import settled

_ACTIVE = """
() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node;
}
"""
_NAME = """
node => {
    if (!node || node === document.body) return '';
    if (node.tagName === 'MAIN') return 'the page';
    const label = node.closest('label');
    const words = node.getAttribute('aria-label') ?? (label ? label.innerText : node.innerText);
    return words.replace(/\\s+/g, ' ').trim();
}
"""
AROUND = 8
DRAWN = 250


def focused(page: Page) -> str:
    """Return the name of what has the keyboard, nothing where it is the page itself."""
    return page.evaluate_handle(_ACTIVE).evaluate(_NAME)


def walk(page: Page, name: str, most: int = 25, key: str = "Tab") -> None:
    """Press Tab until something of that name has the keyboard; fails after more than a sane number."""
    passed: list[str] = []
    for _ in range(most):
        page.keyboard.press(key)
        passed.append(focused(page))
        if name in passed[-1]:
            return
    raise AssertionError(f"{name} is not within {most} presses of {key}: {passed}")


def press(page: Page, name: str, most: int = 25, key: str = "Tab") -> None:
    """Walk to something and press Enter on it."""
    walk(page, name, most, key)
    page.keyboard.press("Enter")
    settled(page)


def to_main(page: Page) -> None:
    """Jump over the navigation by the link that a page begins with."""
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Enter")


def replace(page: Page, words: str) -> None:
    """Type over what stands in the field that has the keyboard."""
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def unseen_stops(page: Page, most: int = 60) -> list[str]:
    """Walk a page to its end and return the stops at which nothing shows where the keyboard is."""
    unseen: list[str] = []
    name, place, before = "", None, b""
    for _ in range(most):
        page.keyboard.press("Tab")
        page.wait_for_timeout(DRAWN)
        if place is not None and _same(before, page.screenshot(clip=place)):
            unseen.append(name)
        name, place = focused(page), _place(page)
        if place is None:
            return unseen
        before = page.screenshot(clip=place)
    raise AssertionError(f"the page has more than {most} stops; the last one was {name}")


def _place(page: Page) -> FloatRect | None:
    element = page.evaluate_handle(_ACTIVE).as_element()
    box = element.bounding_box() if element and focused(page) else None
    if box is None:
        return None
    size = page.viewport_size
    assert size is not None
    left, top = max(box["x"] - AROUND, 0), max(box["y"] - AROUND, 0)
    right = min(box["x"] + box["width"] + AROUND, size["width"])
    bottom = min(box["y"] + box["height"] + AROUND, size["height"])
    assert right > left, f"{focused(page)} has the keyboard outside of the window"
    assert bottom > top, f"{focused(page)} has the keyboard outside of the window"
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _same(before: bytes, after: bytes) -> bool:
    one, other = (Image.open(BytesIO(shot)).convert("RGB") for shot in (before, after))
    return ImageChops.difference(one, other).getbbox() is None


def says(page: Page, sentence: str) -> None:
    """Wait until the page says something."""
    expect(page.get_by_text(sentence).first).to_be_visible()
