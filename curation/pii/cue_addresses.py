"""Whole addresses by the forms of countries, over one line or several; the parts of one are in cue_places."""

from curation.pii.cue_rows import CueRow
from curation.pii.names import UPPER, WORD

_GAP = r"(?:,?[ ]?\n[ \t]{0,8}|,[ ]|[ ])"
_LINE = r"(?:,?[ ]?\n[ \t]{0,8}|,[ ])"
_TOWN_NAME = rf"{WORD}(?:[ -]{WORD}){{0,3}}"
_STATES = (
    "A[LKZRAEP]|C[AOT]|D[EC]|F[LM]|G[AU]|HI|I[DLNA]|K[SY]|LA|M[EDAINSOTHP]|N[EVHJMYCD]|O[HKR]|P[ARW]|"
    "RI|S[CD]|T[NX]|UT|V[TAI]|"
    "W[AVIY]"
)
_FLAT = r"(?:Flat|Studio|Apartment|Apt\.?|Unit|Suite|Floor)[ ]\w{1,6}"
_NORTHERN = (
    "v\u00e4gen|gatan|gr\u00e4nd|vegen|veien|gata|vej|gade|all\u00e9|"
    "straat|laan|plein|dreef|kade|singel|steenweg|katu|kuja|polku|tie"
)
_STREET_FIRST = (
    r"(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Bb]d|[Qq]uai|[Cc]hemin|[Ii]mpasse|[Aa]ll[\u00e9e]e|[Rr]ua|"
    r"[Tt]ravessa|[Pp]ra\u00e7a|"
    r"[Cc]alle|C/|[Aa]venida|[Aa]vda\.?|[Aa]v\.|[Pp]laza|[Pp]aseo|[Cc]arrer|[Vv]ia|[Vv]iale|[Pp]iazza|"
    r"[Cc]orso|[Ll]argo|"
    r"ul\.|[Uu]lica|al\.|[Tt]rg)"
)
_STREETS_FIRST = (
    "rue ", "avenue ", "boulevard ", "bd ", "quai ", "chemin ", "impasse ", "all\u00e9e ", "allee ", "rua ",
    "travessa ", "pra\u00e7a ", "calle ", "c/ ", "avenida ", "avda ", "avda. ", "av. ", "plaza ", "paseo ", "carrer ",
    "via ", "viale ", "piazza ", "corso ", "largo ", "ul. ", "ulica ", "al. ", "trg ",
)  # fmt: skip
_OF = r"(?:(?:de|du|des|del|della|di|da|do|dos|la|le|les|los|las|el|l['\u2019]|d['\u2019])[ ]?){0,3}"
_PROPER = rf"{_OF}{WORD}(?:[ -]{_OF}{WORD}){{0,3}}"
_POST_TOWN = rf"(?:{_LINE}(?:[A-Z]{{1,2}}-)?\d{{4,5}}[ ]{_TOWN_NAME})"

# A street with a flat is one in small letters too, and the lines behind it, as far as a postcode, belong to it.
_ANY_WORD = r"[^\W\d_](?:[^\W\d_]|['\u2019-])*\.?"
_NUMBERED_FLAT = r"(?:,?[ ]|,?[ ]?\n[ \t>|?*]{0,5})(?i:apt\.?|apartment|suite)[ ]\d{1,5}[A-Za-z]?\b"
_TO_CODE = rf"(?:(?:[ ]?,[ ]?|[ ]?\n{{1,2}}[ \t>|?*,]{{0,5}}){_ANY_WORD}(?:[ ]{_ANY_WORD}){{0,3}}){{1,3}}[ ]\d{{5}}\b"

BLOCKS = (
    CueRow(
        "street with a flat",
        "LOCATION",
        rf"\b(?P<value>\d{{1,5}}[A-Za-z]?[ ](?:\d{{1,5}}[ ])?{_ANY_WORD}(?:[ ]{_ANY_WORD}){{0,5}}"
        rf"(?:[ ]\d{{1,5}}[A-Za-z]?)?{_NUMBERED_FLAT}(?:{_TO_CODE})?)",
        0.75,
        ("apt", "apartment", "suite"),
    ),
    CueRow(
        "address in the US",
        "LOCATION",
        rf"\b(?P<value>\d{{1,6}}[A-Za-z]?[ ](?:[NSEW]\.?[ ])?{WORD}(?:[ ]{WORD}\.?){{1,4}}(?:{_GAP}{_FLAT}|"
        rf",?[ ]#\w{{1,6}})?"
        rf"{_LINE}{_TOWN_NAME},?[ ](?:{_STATES})[ ]\d{{5}}(?:-\d{{4}})?)\b",
        0.85,
        form=rf"(?:{_STATES})[ ]\d{{5}}",
    ),
    CueRow(
        "military address",
        "LOCATION",
        rf"\b(?P<value>(?i:PSC|Unit|CMR|US(?:NS|NV|S|CGC))[ ](?:\d{{1,5}}|{WORD}|[a-z]+)(?:,?[ ][Bb]ox[ ]\d{{1,6}})?"
        rf"{_GAP}(?i:[AFD]PO[ ](?:AA|AE|AP))[ ]\d{{5}})\b",
        0.85,
        form=r"(?i:[AFD]PO)[ ]",
    ),
    CueRow(
        "address in the UK",
        "LOCATION",
        rf"\b(?P<value>(?:{_FLAT}{_GAP})?\d{{1,4}}[A-Za-z]?[ ]{WORD}(?:[ ]{WORD}){{0,3}}"
        rf"(?:{_LINE}{_TOWN_NAME}){{1,3}}"
        rf"{_GAP}[A-Z]{{1,2}}\d[A-Z\d]?[ ]\d[A-Z]{{2}})\b",
        0.85,
        form=r"\d[A-Z\d]?[ ]\d[A-Z]{2}\b",
    ),
    CueRow(
        "address in Germany",
        "LOCATION",
        rf"(?<![\w-])(?P<value>(?:{WORD}[ -]){{0,3}}{WORD}\.?[ ]\d{{1,4}}(?:[ ]?[a-z]\b|"
        rf"[/-]\d{{1,3}})?(?:,?[ ]?\n[ \t]{{0,8}})"
        rf"(?:D[ -]|DE-|A-|CH-)?\d{{4,5}}[ ]{_TOWN_NAME})",
        0.8,
        form=r"\n[ \t]{0,8}(?:D[ -]|DE-|A-|CH-)?\d{4,5}[ ]",
    ),
    CueRow(
        "address in France",
        "LOCATION",
        r"\b(?P<value>\d{1,4}(?:[ ]?(?:bis|ter|[A-D]))?,?[ ](?:rue|avenue|av\.|boulevard|bd|place|chemin|"
        r"all\u00e9e|impasse|"
        rf"quai|cours|route|square|passage)[ ]{_PROPER}{_POST_TOWN}?)",
        0.85,
        form=r"\d(?:[ ]?(?:bis|ter|[A-D]))?,?[ ](?:rue|av|b|place|chemin|all|impasse|quai|cours|route|square|passage)",
    ),
    CueRow(
        "street first",
        "LOCATION",
        rf"(?<![\w-])(?P<value>(?:\d{{1,5}}[ ])?{_STREET_FIRST}[ ]"
        rf"{_PROPER},?[ ]"
        rf"(?:n\.?[\u00ba\u00b0][ ]?)?\d{{1,5}}[a-zA-Z]?\b"
        rf"(?:,[ ]\d{{1,2}}[\u00ba\u00aa\u00b0](?:[ ][A-Z])?)?{_POST_TOWN}?)",
        0.75,
        _STREETS_FIRST,
    ),
    CueRow(
        "northern street",
        "LOCATION",
        rf"\b(?P<value>{WORD}(?:{_NORTHERN})[ ]\d{{1,4}}[ ]?[a-zA-Z]?\b{_POST_TOWN}?)",
        0.75,
        tuple(f"{street} " for street in _NORTHERN.split("|")),
    ),
    CueRow(
        "street name and town",
        "LOCATION",
        rf"\b(?P<value>[{UPPER}][^\W\d_]+(?:[- ](?:{WORD})){{0,2}}[- ]?(?:stra\u00dfe|strasse|str\.|weg|"
        rf"platz|allee|gasse|ring|damm|ufer|"
        rf"steig|markt|chaussee|pfad|Stra\u00dfe|Weg|Platz|Allee|Ring|Damm)[ ]\d{{1,4}}[ ]?[a-z]?\b{_POST_TOWN})",
        0.85,
        (
            "stra",
            "str.",
            "weg",
            "platz",
            "allee",
            "gasse",
            "ring",
            "damm",
            "ufer",
            "steig",
            "markt",
            "chaussee",
            "pfad",
        ),
    ),
)
