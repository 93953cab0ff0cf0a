"""Markdown and maths at the desk: read as the model's reader would, as typed on a key, marks in both."""

from playwright.sync_api import expect

from curation.domain.findings import Finding, Part, Place, Severity
from curation.store.findings import add_findings

ANSWER = """## Dose

Take **two tablets** of <DRUG_1> daily:

1. one in the morning
2. one at night

| Weight | Dose |
|---|---|
| 60 kg | $\\frac{1}{2}$ |

[Approve](javascript:window.hacked=1) ![x](http://127.0.0.1:9/pixel.png)

\\[ d = \\frac{m}{2} \\]
"""


def test_an_answer_is_read_with_its_lists_tables_and_maths_and_as_typed_on_a_key(world):
    ids = world.waiting([("How much?", ANSWER), ("Plain?", "Plain.")])
    start = ANSWER.index("tablets")
    note = Finding("vague", Severity.WARNING, "Which strength?", Place(Part.ANSWER, 1, start, start + len("tablets")))
    with world.workbench.database.transaction() as tx:
        add_findings(tx, [(ids[0], 1, note)])
    desk = world.desk()
    asked = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.painted("How much?")
    read = desk.desk.locator(".text.read")
    expect(read.locator("ol li")).to_have_count(2)
    expect(read.locator("td")).to_have_count(2)
    expect(read.locator("math mfrac")).to_have_count(2)
    expect(read.locator("strong mark.note")).to_have_text("tablets")
    assert read.locator("math").first.evaluate("(node) => node.namespaceURI") == "http://www.w3.org/1998/Math/MathML"
    expect(read.locator("a, img, button")).to_have_count(0)
    expect(read).to_contain_text("[Approve](javascript:window.hacked=1)")
    assert [url for url in asked if "pixel" in url] == []
    desk.press("m")
    expect(desk.desk.locator(".text.read")).to_have_count(0)
    expect(desk.desk.locator("[data-turn='1']")).to_contain_text("**two tablets**")
    expect(desk.desk.locator("mark.note")).to_have_text("tablets")
    desk.page.get_by_role("button", name="As typed").click()
    expect(desk.desk.locator(".text.read")).to_have_count(1)
    desk.press("e")
    expect(desk.page.locator("textarea[data-part=answer]")).to_have_value(ANSWER)
    desk.page.keyboard.press("Escape")
    desk.press("a")
    desk.painted("Plain?")
    expect(desk.page.get_by_role("button", name="As typed")).to_be_hidden()
