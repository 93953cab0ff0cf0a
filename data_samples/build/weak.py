"""Weak samples: what goes wrong with answers in practice, one damage a function."""

from collections.abc import Callable, Iterator

from data_samples.build.documents import source_text
from data_samples.build.drafts import Block, Draft, turns_of
from data_samples.build.pieces import Piece
from training.prose import prose

_LOOPS = 9
_PASTED = 9_000


def weak(domain: str, given: list[Block]) -> Iterator[Draft]:
    """The blocks with a damage, each naming in `weak` the check that should see it."""
    for number, block in enumerate(given):
        if block.tag in DAMAGES:
            check, damage = DAMAGES[block.tag]
            answer = damage(block.lines["A"], number, domain)
            yield Draft(block.key, turns_of(Piece(block.lines["Q"]), Piece(answer)), weak=check)


def _as_written(answer: str, _number: int, _domain: str) -> str:
    return answer


def _pasted(answer: str, number: int, domain: str) -> str:
    handbooks = (source_text(name) for name in HANDBOOKS[domain])
    return "\n\n".join((answer, *handbooks, *prose(number + len(domain), _PASTED)))


def _marked_up(answer: str, number: int, _domain: str) -> str:
    sentences = answer.split(". ")
    body = {
        0: "<p>" + ".</p><p>".join(sentences) + "</p><br/>&nbsp;<a href='#top'>Back to top</a>",
        1: "## Answer [edit]\n\n**" + ".**\n\n* ".join(sentences) + "\n\n![](icon_small.png) {{citation needed}}",
        2: '<div class="post-text"><b>' + ".</b> ".join(sentences) + "&nbsp;&amp;nbsp;</div><!-- end of post -->",
    }
    return body[number % 3]


def _looped(answer: str, _number: int, _domain: str) -> str:
    first, last = answer.rsplit(". ", 1)
    return f"{first}. " + " ".join([last] * _LOOPS)


def _misread(answer: str, _number: int, _domain: str) -> str:
    return answer.encode("utf-8").decode("cp1252")


HANDBOOKS = {
    "health": ("regional_conditions.md", "discharge_questions.md"),
    "law": ("statute_digest.md", "instruments_overview.md"),
    "finance": ("product_sheet.md", "levy_circular.md"),
}

DAMAGES: dict[str, tuple[str, Callable[[str, int, str], str]]] = {
    "empty": ("empty", _as_written),
    "short": ("too_short", _as_written),
    "long": ("too_long", _pasted),
    "truncated": ("truncated", _as_written),
    "refusal": ("refusal", _as_written),
    "markup": ("markup", _marked_up),
    "language": ("wrong_language", _as_written),
    "loop": ("repeated_text", _looped),
    "mojibake": ("encoding_damage", _misread),
}
