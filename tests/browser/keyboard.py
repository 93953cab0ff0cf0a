"""A person who has a keyboard and nothing else: what the Tab key reaches, how far it is, whether it is seen."""

from dataclasses import dataclass

from playwright.sync_api import FileChooser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.conftest import settled

MOST_TABS = 40
PAUSE = 40
CHOICES = 3
A_WHILE = 30_000
DRAWN = 500  # Streamlit fetches the script of a button or a list after the page that holds it is drawn

_FOCUSED = """() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body) return null;
    // A cell of a drawn table has it in the words that the table holds for whoever does not see it.
    at = at.closest("canvas") ?? at;
    const words = at.tagName === "MAIN" ? "" : at.innerText;
    const name = (at.getAttribute("aria-label") || words || at.value || at.title || "").trim();
    const labels = [...(at.labels ?? [])].map((label) => label.innerText.trim());
    const look = [at, at.parentElement, at.parentElement?.parentElement, at.closest("label")];
    window.keyboardStood = at;
    window.keyboardLook = () => look.filter(Boolean).map((node) => {
        const { outline, boxShadow, borderColor, backgroundColor, color } = getComputedStyle(node);
        return [outline, boxShadow, borderColor, backgroundColor, color].join();
    }).join();
    window.keyboardSeen = window.keyboardLook();
    const box = at.getBoundingClientRect();
    const shown = box.bottom > 0 && box.top < innerHeight;
    return { name: [...labels, name].join(" "), role: at.getAttribute("role") ?? at.tagName.toLowerCase(), shown };
}"""
# What a script has put the focus on is no stop of the Tab key, and what was drawn anew cannot be compared.
_SEEN = """() => {
    const at = window.keyboardStood;
    // Their frame stays lit while the keyboard is anywhere in it: on the button that empties it, too.
    const same = at?.closest("[data-testid=stMultiSelect], [data-testid=stSelectbox]");
    if (!at?.isConnected || at.tabIndex < 0 || same?.contains(document.activeElement)) return true;
    return window.keyboardLook() !== window.keyboardSeen;
}"""

# Enter takes the option that is lit in the list.
_OFFERED = """(option) => {
    const lit = document.activeElement?.getAttribute("aria-activedescendant");
    return Boolean(lit) && Boolean(document.getElementById(lit)?.innerText.includes(option));
}"""
_BOX = """() => ({
    value: document.activeElement.value, page: performance.timeOrigin, asked: window.streamlitAsked,
})"""
# A choice is told to Streamlit, but for one that stood there already; a fresh page has begun counting anew.
_TAKEN = """([option, { value, page, asked }]) => {
    if (performance.timeOrigin !== page || window.streamlitAsked !== asked) return true;
    const at = document.activeElement;
    return value.includes(option) && at.value === value && at.getAttribute("aria-expanded") === "false";
}"""


@dataclass(frozen=True)
class Focus:
    """Where the keyboard stands."""

    name: str
    role: str


@dataclass
class Keyboard:
    """Keys pressed on a page; the mouse is never touched."""

    page: Page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(PAUSE)

    def focus(self) -> Focus | None:
        found = self.page.evaluate(_FOCUSED)
        if found is None:
            return None
        assert found["shown"], f"{found['name']!r} has the focus outside of what is seen"
        return Focus(found["name"], found["role"])

    def tab(self, key: str = "Tab") -> Focus | None:
        """Go one stop on; the stop that is left has to look different from when it had the focus."""
        left = self.focus()
        self.press(key)
        if left is not None and not self.page.evaluate(_SEEN):
            self._look_again(left, key)
        return self.focus()

    def _look_again(self, left: Focus, key: str) -> None:
        """Go back and on once more, at leisure: a machine with much to do may not have drawn the focus yet."""
        for step in ("Tab" if key == "Shift+Tab" else "Shift+Tab", key):
            if step == key:
                self.focus()
            self.press(step)
            self.page.wait_for_timeout(DRAWN)
        assert self.page.evaluate(_SEEN), f"nobody sees that {left.name!r} has the focus"

    def to_content(self) -> None:
        """Pass over the navigation by the link that is the first stop of every page."""
        settled(self.page)
        self.page.wait_for_timeout(DRAWN)
        self.page.evaluate("() => document.activeElement?.blur()")
        self.press("Tab")
        while (at := self.focus()) is None or at.name != "Skip to main content":
            self.press("Shift+Tab" if at else "Tab")
        self.press("Enter")

    def reach(self, name: str, role: str = "", most: int = MOST_TABS, key: str = "Tab") -> int:
        """Press Tab until something of this name has the focus; return how often."""
        seen: list[str] = []
        for count in range(1, most + 1):
            at = self.tab(key)
            seen.append("the page's frame" if at is None else f"{at.role} {at.name[:30]!r}")
            if at is not None and name in at.name and role in at.role:
                return count
        raise AssertionError(f"{name!r} was not reached in {most} stops: {', '.join(seen)}")

    def press_on(self, name: str, role: str = "", most: int = MOST_TABS) -> None:
        """Reach something and press Enter on it."""
        self.reach(name, role, most)
        self.press("Enter")

    def choose(self, option: str) -> None:
        """Choose an option in the list box that has the focus, by typing a part of its name."""
        box = self.focus()
        assert box is not None, f"nothing has the focus to choose {option!r} in"
        for _ in range(CHOICES):  # a redraw of the page closes the list, and may take the keyboard away
            if self.focus() != box:
                self.to_content()
                self.reach(box.name, box.role, 2 * MOST_TABS)
            before = self.page.evaluate(_BOX)
            self.press("Control+a")
            self.page.keyboard.type(option)
            if not self._comes(_OFFERED, option):
                continue
            self.press("Enter")
            if self._comes(_TAKEN, [option, before]):
                settled(self.page)
                return
        raise AssertionError(f"{option!r} was not taken in {CHOICES} tries: {self.focus()}")

    def _comes(self, condition: str, about: object) -> bool:
        try:
            self.page.wait_for_function(condition, arg=about, timeout=A_WHILE)
        except PlaywrightTimeoutError:
            return False
        return True

    def chosen_file(self, name: str) -> FileChooser:
        """Open the dialogue for files by the button of this name."""
        self.reach(name, "button")
        self.page.wait_for_timeout(DRAWN)
        at = self.focus()
        assert at is not None, f"the focus has left {name!r}"
        assert name in at.name, f"the focus has gone from {name!r} to {at.name!r}"
        opened: list[FileChooser] = []

        def keep(chooser: FileChooser) -> None:
            opened.append(chooser)

        self.page.once("filechooser", keep)
        for key in ("Enter", "Space", "Enter"):  # a machine with much to do may swallow one
            self.press(key)
            self.page.wait_for_timeout(DRAWN)
            if opened:
                return opened[0]
        raise AssertionError(f"no dialogue for files was opened by {name!r}")
