"""Ages: those over 89, which identify by themselves (HIPAA), in figures and in words; any other is only suggested."""

from curation.pii.cue_rows import CueRow

_YEARS_FORM = r"\d[ -]?y"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_OLD = r"(?<![\d.,/$\u20ac\u00a3-])(?:9\d|1[0-2]\d)"
_OLD_WORDS = rf"(?:[Nn]inety(?:[ -](?:{_ONES}))?|(?:(?:[Oo]ne|[Aa])[ -])?[Hh]undred(?:[ -]and[ -](?:{_ONES}|ten))?)"
_OF_AGE = (
    r"(?:[ -]?(?:years?[ -]olds?|years?[ -]young|y/?o\b|y\.o\.|yrs?\.?[ ]old|years?[ ]of[ ]age|"
    r"Jahre[ ]alt|j\u00e4hrige[rnms]?\b|ans\b(?=[,.;]|[ ]et[ ])|a\u00f1os[ ]de[ ]edad))"
)
# What makes a number behind an age's words a dose, a pressure, a share or a count instead.
_NO_AGE = (
    r"(?![\d]|[.,/:]\d|[ ]?(?:%|\u00b0|percent|per[ ]cent|mg|mcg|\u00b5g|kg|g\b|ml|mL|l\b|cm|mm|lbs?|bpm|"
    r"beats|mmHg|degrees|"
    r"days?|weeks?|months?|hours?|minutes?|times|people|patients|pages|points|dollars|euros|pounds|miles|"
    r"km|to[ ]\d|-[ ]?\d|"
    r"\u2013[ ]?\d|over[ ]\d))"
)
_SAID = (
    r"(?i:aged?|age[ ]is|age[ ]was|at[ ]the[ ](?:ripe[ ]old[ ])?age[ ]of|about[ ]to[ ]turn|turned|turning|turns|"
    r"lived[ ]to(?:[ ]be)?|im[ ]Alter[ ]von|\u00e2g\u00e9e?[ ]de)"
)
_HE_IS = (
    r"(?:I[ ]am|I[\u2019']m|[Hh]e[ ](?:is|was)|[Ss]he[ ](?:is|was)|[Hh]e[\u2019']s|[Ss]he[\u2019']s|who[ ](?:is|was))"
)
_END = r"(?=[,.;!?)\n]|[ ](?:and|when|now|this|years?|yrs?|next|last|in)\b|$)"
_HINTS = ("ninet", "hundred")

OVER_89 = (
    CueRow("old age", "AGE_OVER_89", rf"(?P<value>{_OLD}){_OF_AGE}", 0.85, form=r"\d[ -]?[yJja]"),
    CueRow("old age in words", "AGE_OVER_89", rf"\b(?P<value>{_OLD_WORDS}){_OF_AGE}", 0.85, _HINTS, near="anywhere"),
    CueRow(
        "old age label",
        "AGE_OVER_89",
        rf"\b{_SAID}(?:[ ]?:|[ ]is)?[ ]{{1,3}}(?P<value>{_OLD}){_NO_AGE}",
        0.8,
        ("age", "turn", "lived to", "alter", "\u00e2g\u00e9"),
    ),
    CueRow(
        "old age label in words",
        "AGE_OVER_89",
        rf"\b{_SAID}(?:[ ]?:|[ ]is)?[ ]{{1,3}}(?P<value>{_OLD_WORDS})\b{_NO_AGE}",
        0.8,
        _HINTS,
        near="anywhere",
    ),
    CueRow(
        "is old",
        "AGE_OVER_89",
        rf"\b{_HE_IS}[ ](?:now[ ]|only[ ]|just[ ]|almost[ ])?(?P<value>{_OLD}){_END}",
        0.7,
        form=r"9(?<=[a-z][ ].)\d|1(?<=[a-z][ ].)[0-2]\d",
    ),
    CueRow(
        "is old in words",
        "AGE_OVER_89",
        rf"\b{_HE_IS}[ ](?:now[ ]|only[ ]|just[ ]|almost[ ])?(?P<value>{_OLD_WORDS})\b{_END}",
        0.7,
        _HINTS,
        near="anywhere",
    ),
    CueRow(
        "decade of age",
        "AGE_OVER_89",
        r"\b[Ii]n[ ](?:his|her|their|my|our|your)[ ](?:(?:early|mid|middle|late)[ -])?(?P<value>nineties|90s|"
        r"90[\u2019']s)\b",
        0.8,
        ("nineties", "90s", "90's", "90\u2019s"),
        near="anywhere",
    ),
    CueRow(
        "old person",
        "AGE_OVER_89",
        r"\b(?P<value>[Nn]onagenarians?|(?:[Ss]uper)?[Cc]entenarians?)\b",
        0.6,
        ("genarian", "entenarian"),
        near="anywhere",
    ),
    CueRow(
        "birthday",
        "AGE_OVER_89",
        r"\b(?P<value>9\dth|9[123](?:st|nd|rd)|1[0-2]\d(?:st|nd|rd|th)|[Nn]inetieth|[Nn]inety-\w{4,7}|[Hh]undredth)"
        r"[ ][Bb]irthday",
        0.8,
        ("birthday",),
        near="anywhere",
    ),
    CueRow(
        "old age behind a person",
        "AGE_OVER_89",
        rf"(?<=[a-z])(?:,[ ]|[ ]\()(?P<value>{_OLD})(?=\)|,[ ](?:who|was|is|has|had|of|lives|lived|died|from)\b)",
        0.6,
        form=r"[91](?<=[a-z][ ,][ (].)\d",
    ),
)
AGES = (
    *OVER_89,
    CueRow(
        "age",
        "AGE",
        r"\b(?P<value>\d{1,3})[ -]?(?:years?[ -]old|year[ -]old|y/?o\b|yrs?[ ]old|years?[ ]of[ ]age)",
        0.6,
        ("year", "y/o", "yo", "yr"),
        form=_YEARS_FORM,
    ),
    CueRow(
        "age label",
        "AGE",
        r"\b(?i:age|aged|age[ ]is|at[ ]the[ ]age[ ]of|about[ ]to[ ]turn)[ ]?:?[ ]"
        r"(?P<value>\d{1,3})\b(?![ ]?(?:to|-|\u2013|%))",
        0.5,
        ("age", "turn"),
    ),
    CueRow(
        "years",
        "AGE",
        r"\b(?P<value>\d{1,3})[ -]?(?:years|yrs|yo|y\.o\.)(?![ ]?(?:ago|later|after|before|of|in|to|or|and|\w*ly))\b",
        0.3,
        form=_YEARS_FORM,
    ),
    CueRow("in brackets", "AGE", r"(?P<value>[1-9](?<=[a-z][ ,][ (].)\d)(?=[),])", 0.26),
    CueRow(
        "of a person",
        "AGE",
        r"\b(?:I|[Hh]e|[Ss]he)[ ](?:am|was|is|turns|turned)[ ](?:only[ ]|just[ ])?"
        r"(?P<value>\d{1,3})\b",
        0.3,
        ("i am ", "i was ", "i is ", "i turn", "he am ", "he was ", "he is ", "he turn"),
    ),
    CueRow("aged", "AGE", r"\b(?i:aged?)[ ](?P<value>\d{1,3})\b(?![ ]?(?:to|-|\u2013))", 0.5, ("age",)),
    CueRow(
        "turned",
        "AGE",
        r"\b(?:turned|turning|turns|I am|I[\u2019']m|[Hh]e was|[Ss]he was|[Hh]e is|[Ss]he is)[ ]"
        r"(?P<value>\d{1,3})(?=[.,;!?\n]|[ ]and|$)",
        0.45,
        ("turn", "i am", "i'm", "i\u2019m", "he was", "he is"),
    ),
)
