"""Places given away by their form: a house number before a street, a street name, a post box, a link."""

from curation.pii.cue_rows import CueRow
from curation.pii.names import UPPER, WORD

_STREET = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Way|Terrace|Square|Sq|Row|Hill|"
    r"Highway|Hwy|Parkway|Pkwy|Circle|Close|Crescent|Gardens|Grove|Mews|Green|Walk|Alley)"
)
_STATE_ZIP = r"(?:[A-Z]{2}[ ]\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[\dA-Z]?[ ]?\d[A-Z]{2})"
_TOWN = (
    rf"(?:,?[ ](?:{WORD}(?:[ ]{WORD}){{0,2}})(?:,?[ ]{_STATE_ZIP})|"
    rf",[ ]{WORD}(?:[ ]{WORD}){{0,2}}|,?[ ]\d{{5}}(?:[ ]{WORD})?)"
)
_UNIT = r"(?:,?[ ](?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|#)\.?[ ]?\w{1,6})"
_NO_STREET = (
    r"(?!(?:Room|Ward|Gate|Level|Floor|Step|Part|Page|Chapter|Section|Table|Figure|Grade|Stage|Class|Phase|Type)[ ])"
)
_STREET_NUMBER = (
    rf"{_NO_STREET}{WORD}(?:[ -]{WORD}){{0,3}}[ ](?!19\d\d|20\d\d)\d{{1,4}}[A-Za-z]?(?![\w%]|[.,]\d|[ ](?:[a-z]+s\b|%))"
)

PLACES = (
    CueRow(
        "street",
        "LOCATION",
        rf"\b(?P<value>\d{{1,5}}[A-Za-z]?[ ](?:[NSEW]\.?[ ])?(?:St\.[ ])?(?:{WORD}[ ]){{1,3}}"
        rf"{_STREET}\b\.?{_UNIT}?{_TOWN}?)",
        0.8,
        form=rf"\d[A-Za-z]?[ ][{UPPER}]",
    ),
    CueRow(
        "german street",
        "LOCATION",
        rf"\b(?P<value>[{UPPER}][^\W\d_]+"
        rf"(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|"
        rf"(?:[ -]{WORD}){{0,2}}[ -](?:Straße|Strasse|Str\.|Weg|Platz|Allee|"
        rf"Gasse|Damm|Ufer))[ ]\d{{1,4}}[a-z]?"
        rf"(?:,?[ ]\d{{5}}[ ]{WORD})?)",
        0.8,
        ("stra", "str.", "weg", "platz", "allee", "gasse", "damm", "ufer"),
    ),
    CueRow(
        "post box",
        "LOCATION",
        rf"\b(?P<value>(?:\d{{1,5}}[ ])?(?:(?i:P\.?[ ]?O\.?[ ]?Box)|Postfach)[ ]\d{{1,6}}{_TOWN}?)",
        0.8,
        ("box", "postfach"),
    ),
    CueRow(
        "lives at",
        "LOCATION",
        rf"\b(?i:lives?[ ]at|living[ ]at|resid(?:es|ing)[ ]at|address(?:[ ]is)?:?|home[ ]is[ ]at)[ ]"
        rf"(?P<value>\d{{1,5}}[A-Za-z]?[ ]{WORD}(?:[ ]{WORD}){{0,3}}{_UNIT}?{_TOWN}?)",
        0.7,
        ("liv", "resid", "address", "home"),
    ),
    CueRow(
        "flat",
        "LOCATION",
        r"(?m)^[ \t>|?*]{0,5}(?P<value>(?i:Suite|Apt\.?|Apartment|Flat)[ ]\d{1,5}[A-Za-z]?)(?=[ ]?,?[ ]?$)",
        0.5,
        ("suite", "apt", "apartment", "flat"),
    ),
    CueRow(
        "street alone",
        "LOCATION",
        rf"\b(?:on|at|along|off|of|to|near)[ ](?P<value>(?:{WORD}[ ]){{1,2}}"
        r"(?:Street|Road|Avenue|Boulevard|Lane|Crescent))\b",
        0.3,
        ("street", "road", "avenue", "boulevard", "lane", "crescent"),
        near="anywhere",
    ),
    CueRow(
        "led to",
        "LOCATION",
        r"\b(?i:return(?:ed)?[ ]to|taxi[ ]to|offices?[ ](?:is|are)[ ]at|delivered[ ]to|deliver[ ](?:it[ ])?to|"
        r"ship(?:ped)?[ ](?:it[ ])?to|lives?[ ](?:at|on|in)|living[ ](?:at|on|in)|moved[ ]to|"
        r"house[ ](?:at|on)|flat[ ](?:at|on|in)|"
        r"based[ ]at|premises[ ]at|billing[ ]address[ ](?:is|with|to))[ ]"
        rf"(?P<value>\d{{1,5}}[A-Za-z]?[ ]{WORD}(?:[ ]{WORD}){{0,4}}{_UNIT}?{_TOWN}?|"
        rf"(?:{WORD}[ ]and[ ])?{_STREET_NUMBER}{_UNIT}?{_TOWN}?)",
        0.6,
        (
            "return",
            "taxi",
            "office",
            "deliver",
            "ship",
            "liv",
            "moved",
            "house",
            "flat",
            "based",
            "premises",
            "billing",
        ),
    ),
    CueRow(
        "link",
        "URL",
        r"(?<![@\w])(?P<value>(?:(?i:https?)://|www\.)[^\s<>\"'()\[\]]{1,2000}[^\s<>\"'()\[\].,;:!?])",
        0.6,
        ("http", "www."),
        near="anywhere",
    ),
    CueRow(
        "bare link",
        "URL",
        r"(?<![@\w.-])(?P<value>(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|io|info|int|mil|eu|co\.uk|org\.uk|gov\.uk|nhs\.uk)"
        r"(?:/[^\s<>\"'()\[\]]{0,2000}[^\s<>\"'()\[\].,;:!?])?)(?![\w@-])",
        0.5,
        form=r"\.(?:com|org|net|edu|gov|io|info|int|mil|eu|co\.uk|org\.uk|gov\.uk|nhs\.uk)",
        near="anywhere",
    ),
)
