"""What axe finds on a page as it stands, in light and in dark."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.waiting import PATIENCE

SERIOUS = {"serious", "critical"}
# What Streamlit draws by itself and no page of ours can change: (rule, part of the element, why it is let be).
STREAMLIT = (
    ("list", 'data-testid="stSidebarNavItems"', "the navigation puts a heading and links right into its list"),
    ("listitem", "<li class=", "the navigation nests the items of a section in a list without its own role"),
)
# axe's own options but one: else it passes over every label that has a drawn line below it, such as the tabs.
_LINES_TOO = """
axe.configure({checks: [{id: 'color-contrast', options: {
    ignoreUnicode: true, ignoreLength: false, ignorePseudo: true, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
    contrastRatio: {normal: {expected: 4.5}, large: {expected: 3}}, pseudoSizeThreshold: 0.25,
    shadowOutlineEmMax: 0.2, textStrokeEmMin: 0.03,
}}]})
"""
# Nodes of what passes are many, and nobody reads them: one of each rule tells that it was measured.
_RUN = "(rules) => axe.run({resultTypes: ['violations'], ...rules})"
_CONTRAST = {"runOnly": ["color-contrast"]}
_COLOUR = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
# What is drawn later, in cards of our own too, and what slides or fades.
_BUSY = """() => {
    const roots = [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean)];
    const later = "[data-testid=stSkeleton], [aria-busy=true]";
    const moving = document.getAnimations().some((one) =>
        one.playState === "running" && one.effect.getTiming().iterations !== Infinity);
    return moving || roots.some((root) => root.querySelector(later));
}"""
# A theme reaches the page in waves: nothing moves for so many frames, in a row.
_STILL = 15
_AT_REST = f"""async ([still, patience]) => {{
    const busy = {_BUSY};
    const end = performance.now() + patience;
    for (let quiet = 0; quiet < still; quiet += 1) {{
        await new Promise(requestAnimationFrame);
        if (document.fonts.status !== "loaded" || busy()) quiet = -1;
        if (performance.now() > end) throw new Error("the page never comes to rest");
    }}
}}"""


def findings(page: Page) -> list[str]:
    """What axe finds in light, and of colours in dark, one line an element: nothing else is drawn another way."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(Axe().axe_script)
        page.evaluate(_LINES_TOO)
    at_rest(page)
    found = _found(page, "light", {})
    light = page.evaluate(_COLOUR)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(light) => {_COLOUR} !== light", arg=light)
    at_rest(page)
    found += _found(page, "dark", _CONTRAST)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"(light) => {_COLOUR} === light", arg=light)
    return found


def at_rest(page: Page) -> None:
    """Wait until everything on a page is drawn, and nothing moves any more."""
    page.evaluate(_AT_REST, [_STILL, PATIENCE])


def _found(page: Page, scheme: str, rules: dict[str, list[str]]) -> list[str]:
    results = page.evaluate(_RUN, rules)
    assert any(rule["id"] == "color-contrast" for rule in results["passes"]), "axe measured no contrast at all"
    return [
        f"{scheme} {rule['id']}: {node['html'][:160]} {_measured(node)}"
        for rule in results["violations"]
        for node in rule["nodes"]
        if node["impact"] in SERIOUS and not _known(rule["id"], node["html"])
    ]


def _known(rule: str, html: str) -> bool:
    return any(rule == known and part in html for known, part, _ in STREAMLIT)


def _measured(node) -> str:
    data = node["any"][0].get("data") if node["any"] else None
    if not isinstance(data, dict):
        return ""
    return f"{data.get('contrastRatio')}, {data.get('fgColor')} on {data.get('bgColor')}"
