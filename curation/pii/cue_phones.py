"""Phone numbers: behind a word that leads to one, in the international form, and in forms that speak for themselves."""

from curation.pii.cue_rows import CueRow

_EXTENSION = r"(?:[ ]?(?:x|ext\.?|#)[ ]?\d{1,6})?"
_LEADING = (
    r"(?i:phone|telephone|tel|telefono|tel\u00e9fono|telefone|t\u00e9l\u00e9phone|t\u00e9l|tlf|Telefon|Handy|Rufnummer|Nummer|"
    r"mobile|mob|mobil|m\u00f3vil|portable|cell|cel|celular|fax|call|text|reach|reached|ring|whatsapp|viber|signal|landline|"
    r"gsm|ph|pager|desk|dial|contact|hotline|registered|messages?|answering|sms|number|n\u00famero|num\u00e9ro|line|"
    r"(?:[mtpf]|office|home|work|direct)(?=[ ]?:))"
)
_HINTS = (
    "phon", "tel", "t\u00e9l", "tlf", "mob", "m\u00f3vil", "portable", "cel", "fax", "call", "text", "reach", "ring",
    "whatsapp", "viber", "signal", "handy", "nummer", "land", "gsm", "ph", "pager", "desk", "dial", "contact", "line",
    "regist",
    "messag", "answer", "sms", "num", "n\u00fam", "m:", "t:", "p:", "f:", "m :", "t :", "p :", "f :", "office",
    "home", "work", "direct",
)  # fmt: skip
_NO_YEARS = r"(?!\((?:19|20)\d\d\)|\(\d+\)[ ]?(?:19|20)\d\d\D(?:19|20)\d\d)"

PHONES = (
    CueRow(
        "phone cue",
        "PHONE_NUMBER",
        rf"\b{_LEADING}\b[^\d\n+(]{{0,24}}\n{{0,2}}[ ]{{0,4}}"
        rf"(?P<value>\(?\+?\(?\d(?:[ ().\u2013/-]{{0,3}}\d){{6,14}}{_EXTENSION})(?!\w|[.:/-]\d)",
        0.75,
        _HINTS,
        digits=7,
    ),
    CueRow(
        "short phone",
        "PHONE_NUMBER",
        r"\b(?i:phone|telephone|tel|tlf|telefon|mobile|cell|fax|call|ring|dial|hotline)\b[ .:]{1,3}"
        r"(?:(?:me|us|her|him|them)[ ]|at[ ]|on[ ]){0,2}\n?"
        r"(?P<value>\d{2}[ .-]?\d{2}[ .-]?\d{2}|\d{3}[ -]\d{3})"
        r"(?![ .:/-]?\d|\w|%|[ ]?(?:times|people|days|hours|minutes))",
        0.6,
        ("phon", "tel", "tlf", "mobile", "cell", "fax", "call", "ring", "dial", "line"),
        digits=6,
    ),
    CueRow(
        "international phone",
        "PHONE_NUMBER",
        r"(?<![\w+])(?P<value>\(?(?:\+|00)[ ]?\(?[1-9]\d{0,2}\)?[ .-]?(?:\(0?\d{0,4}\)[ .-]?)?\d(?:[ .-]{0,2}\d){5,12}"
        rf"{_EXTENSION})(?!\w)",
        0.7,
        ("+", "00"),
        digits=7,
    ),
    CueRow(
        "local phone",
        "PHONE_NUMBER",
        r"(?<![\w+./-])(?P<value>\(?0\d{1,4}\)?[ /-]{1,2}\d{2,8}(?:[ -]\d{2,4}){0,3})(?![\w/-]|\.\d)",
        0.45,
        ("0",),
        digits=4,
    ),
    CueRow(
        "compact phone",
        "PHONE_NUMBER",
        r"(?<![\w+./,:#-])(?P<value>0[1-9]\d{7,9})(?![\w/-]|[.,]\d)",
        0.41,
        ("0",),
        digits=9,
    ),
    CueRow(
        "grouped phone",
        "PHONE_NUMBER",
        r"(?<![\w+./-])(?=\(?\d(?:[ ().-]{0,2}\d){8,11}(?![ .-]?\d))"
        rf"(?P<value>\(?\d{{2,4}}\)?[ .-]\d{{2,4}}(?:[ .-]\d{{2,4}}){{1,3}}{_EXTENSION})(?![\w/-]|\.\d)",
        0.42,
        digits=9,
    ),
    CueRow(
        "phone in brackets",
        "PHONE_NUMBER",
        rf"(?<![\w+./-]){_NO_YEARS}(?=(?:1[ .-]?)?\(\d(?:[ ()./-]{{0,3}}\d){{7}})"
        rf"(?P<value>(?:1[ .-]?)?\(\d{{2,4}}\)[ ./-]{{0,2}}\d{{2,5}}(?:[ .-]?\d{{2,5}}){{1,2}}{_EXTENSION})"
        r"(?![\w/-]|\.\d)",
        0.45,
        ("(",),
        form=r"\(\d{2,4}\)[ ./-]{0,2}\d{2}",
        digits=8,
    ),
    CueRow(
        "phone with a one",
        "PHONE_NUMBER",
        rf"(?<![\w+./-])(?P<value>1[ .-]\d{{3}}[ .-]\d{{3}}[ .-]\d{{4}}{_EXTENSION})(?![\w/-]|\.\d)",
        0.5,
        form=r"1[ .-]\d{3}[ .-]\d{3}[ .-]\d",
        digits=9,
    ),
)
