import re
from pathlib import Path

from workbench.components.talk import card
from workbench.components.talk.words import thread_words

SCRIPT = (Path(card.__file__).parent / "threads.js").read_text("utf-8")


def test_every_word_that_the_threads_use_is_in_the_catalogue_and_none_is_left():
    used = set(re.findall(r"\bwords\.(\w+)", SCRIPT)) - {"trim"}
    named = {name for name in thread_words() if not name.startswith("done_")}
    assert used - set(thread_words()) == set()
    assert named - used == {"title"} - used


def test_the_threads_never_turn_text_into_html():
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", SCRIPT)
