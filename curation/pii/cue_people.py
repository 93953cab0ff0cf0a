"""Names given away by a title, a role, a greeting, a label or an identifier behind them."""

from curation.pii.cue_rows import CueRow
from curation.pii.names import FULL_NAME, NAME

_TITLES = (
    r"Dr|DR|Mr|MR|Mrs|MRS|Ms|Mx|Prof|PROF|Rev|Hon|Doctor|Professor|Miss|Sir|Dame|Judge|Justice|Attorney|Nurse|"
    r"Sister|Officer|Detective|Sergeant|Captain|Pastor|Father|Rabbi|Imam|Herr|Frau|Monsieur|Madame|Señora?|Signora?"
)
_TITLE = f"(?:{_TITLES})"
_ROLES = (
    "patient client plaintiff defendant claimant petitioner respondent tenant landlord employee employer customer "
    "borrower beneficiary applicant insured policyholder witness taxpayer colleague clerk adviser advisor doctor nurse "
    "physician surgeon therapist lawyer attorney solicitor accountant supervisor manager boss neighbor neighbour friend"
)
_FAMILY = (
    "wife husband partner spouse fiancé fiancée son daughter child mother father mom mum dad brother sister uncle aunt "
    "cousin nephew niece grandmother grandfather grandson granddaughter"
)
_KNOWN = (*_ROLES.split(), *_FAMILY.split())
_ANYBODY = (*_KNOWN, "man", "woman", "boy", "girl", "person", "guy")
_ROLE = "(?:" + "|".join(f"[{role[0].upper()}{role[0]}]{role[1:]}" for role in _KNOWN) + ")"
_BODY = r"[\u2019']s"
_BEHIND = (
    r"(?=[ ,;]{0,2}[(<]?(?:born |DOB|dob|date of birth|e-?mail|telephone|phone|tel\b|mobile|social security|SSN|MRN|"
    r"medical record|record|card |account|passport|[\w.+-]{1,64}@))"
)
_IDENTIFIERS = (
    "born ",
    "dob",
    "birth",
    "mail",
    "phone",
    "tel",
    "mobile",
    "security",
    "ssn",
    "mrn",
    "record",
    "card ",
    "account",
    "passport",
    "@",
)
_SELF = ("i am ", "i'm ", "i\u2019m ", "this is ")
_CLOSE = r"(?=[,.!:;]|[ ]?\n|$)"

# The word before a name, as `Look.leads` sees it.
_BE = frozenset({"is", "was"})
_BEFORE_TITLED = frozenset(_TITLES.replace("?", "").lower().split("|")) | {"señor", "signor"}
_BEFORE_LABELLED = frozenset({"name", "name's", "name\u2019s"}) | _BE
_GREETINGS = frozenset(["dear", "hello", "hi", "hey", "morning", "afternoon", "evening", "day", "liebe", "lieber"])

PEOPLE = (
    CueRow("title", "PERSON", rf"\b{_TITLE}\b\.?[ \u00a0]{{1,2}}(?P<value>{NAME})", 0.85, lead=_BEFORE_TITLED),
    CueRow(
        "role",
        "PERSON",
        rf"\b{_ROLE}(?:,|:| is| was)?[ ](?P<value>{FULL_NAME})",
        0.8,
        _KNOWN,
        2,
        lead=frozenset(_KNOWN) | _BE,
    ),
    CueRow(
        "kin",
        "PERSON",
        rf"\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Yy]our)[ ](?:[a-z]+[ ])?{_ROLE},?[ ](?P<value>{NAME})",
        0.7,
        _KNOWN,
        lead=frozenset(_KNOWN),
    ),
    CueRow(
        "called",
        "PERSON",
        rf"\b(?:{'|'.join(_ANYBODY)}),?[ ](?:named|called|by the name of)[ ](?P<value>{NAME})",
        0.8,
        (" named ", " called ", " by the name of "),
        lead=frozenset({"named", "called", "of"}),
    ),
    CueRow(
        "name label",
        "PERSON",
        rf"\b(?:[Nn]ame(?:[ ]is|[ ]was|{_BODY})?|NAME|quote the name)[ ]?:?[ ](?P<value>{NAME})",
        0.8,
        ("name",),
        lead=_BEFORE_LABELLED,
    ),
    CueRow(
        "self",
        "PERSON",
        rf"\b(?:I[ ]am|I[\u2019']m|This[ ]is|this[ ]is)[ ](?P<value>{FULL_NAME})",
        0.75,
        _SELF,
        2,
        lead=frozenset({"am", "i'm", "i\u2019m", "is"}),
    ),
    CueRow(
        "greeting",
        "PERSON",
        r"\b(?:Dear|Hello|Hi|Hey|Good[ ](?:morning|afternoon|evening|day)|Lieber?)"
        rf"[ ,]{{1,2}}(?P<value>{NAME}){_CLOSE}",
        0.7,
        ("dear", "hello", "hi", "hey", "good ", "liebe"),
        lead=_GREETINGS,
    ),
    CueRow(
        "full greeting",
        "PERSON",
        rf"\b(?:Dear|Hello|Hi|Hey)[ ,]{{1,2}}(?P<value>{FULL_NAME})",
        0.75,
        ("dear", "hello", "hi", "hey"),
        2,
        lead=_GREETINGS,
    ),
    CueRow(
        "to",
        "PERSON",
        rf"(?m)^(?:To|From|Attn|Attention|Cc|Re)[.:]?[ ](?P<value>{FULL_NAME})(?=[:,]|$)",
        0.7,
        (),
        2,
        lead=frozenset(["to", "from", "attn", "attention", "cc", "re"]),
    ),
    CueRow(
        "signature",
        "PERSON",
        rf"\b(?:[Ss]incerely|[Rr]egards|[Ss]igned(?:[ ]by)?|[Yy]ours(?:[ ]truly)?|[Tt]hanks|[Bb]est|[Cc]heers|"
        rf"[Tt]hank[ ]you(?:[ ]for[ ]\w+[ ]\w+)?),?[ \n]{{1,3}}(?P<value>{FULL_NAME}){_CLOSE}",
        0.75,
        ("sincerely", "regards", "signed", "yours", "thank", "best", "cheers"),
        2,
    ),
    CueRow(
        "by whom",
        "PERSON",
        rf"\b(?:opened|written|sent|submitted|filed|reported|signed|seen|treated|represented|prescribed|reviewed)[ ]"
        rf"by[ ](?P<value>{FULL_NAME})",
        0.7,
        (" by ",),
        2,
        lead=frozenset({"by"}),
    ),
    CueRow("with identifier", "PERSON", rf"\b(?P<value>{FULL_NAME}){_BEHIND}", 0.75, _IDENTIFIERS, 2, skipping=True),
    CueRow(
        "of an address",
        "PERSON",
        rf"\b(?P<value>{FULL_NAME})[ ]of[ ]\d+[ ]",
        0.75,
        tuple(f" of {digit}" for digit in range(10)),
        2,
        skipping=True,
    ),
    CueRow(
        "speaks",
        "PERSON",
        rf"\b(?P<value>{FULL_NAME})[ ](?:here\b|speaking\b|again\b|called[ ]from|calling[ ]from|sent[ ]this|writes\b|"
        rf"asks[ ]through)",
        0.75,
        (" here", " speaking", " again", " called from", " calling from", " sent this", " writes", " asks through"),
        2,
        skipping=True,
    ),
    CueRow(
        "letters behind",
        "PERSON",
        rf"\b(?P<value>{FULL_NAME}),?[ ](?:M\.?D|Ph\.?D|Esq|R\.?N|D\.?D\.?S|CPA|LL\.?M|J\.?D|MRCP|FRCS)\b",
        0.8,
        (
            " md",
            " m.d",
            " phd",
            " ph.d",
            " esq",
            " rn",
            " r.n",
            " dd",
            " d.d",
            " cpa",
            " ll",
            " jd",
            " j.d",
            " mrcp",
            " frcs",
        ),
        2,
        skipping=True,
    ),
    CueRow(
        "referral",
        "PERSON",
        r"\b(?:[Rr]eferral|[Bb]ehalf|[Rr]ecords?)"
        rf"(?:[ ](?:from|of|for)[ ][^.\n]{{0,40}}?)?[ ](?:for|of)[ ](?P<value>{FULL_NAME})(?=[,.;]|$)",
        0.7,
        ("referral", "behalf", "record"),
        2,
        skipping=True,
    ),
)
