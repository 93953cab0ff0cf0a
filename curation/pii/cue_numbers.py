"""Numbers given away by their label: records, cases, accounts, documents, birthdays."""

from curation.pii.cue_rows import CueRow

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)"
)
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?[ ](?:of[ ])?{_MONTH}\.?,?[ ]\d{{4}}|"
    rf"{_MONTH}\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]\d{{4}})"
)


_FOREIGN_MONTH = (
    r"(?:janvier|f\u00e9vrier|mars|avril|juin|juillet|ao\u00fbt|septembre|octobre|novembre|d\u00e9cembre|enero|febrero|"
    r"marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|"
    r"luglio|settembre|ottobre|dicembre)"
)
_BIRTH = (
    rf"(?:{_DATE}|\d{{1,2}}(?:er|[\u00ba\u00b0.])?[ ](?:de[ ])?(?:{_FOREIGN_MONTH}|mai)[ ](?:del?[ ])?\d{{4}}|"
    rf"\d{{1,2}}[ ./-]{_MONTH}[ ./-]\d{{2,4}})"
)
_MONTH_FORM = r"[JFMASOND](?:an|eb|ar|är|pr|a[iy]|u[nlg]|ep|ct|kt|ov|e[cz])"
_DATE_FORM = _MONTH_FORM.replace("[JFMASOND](?:", r"[JFMASOND\d](?:[./-]\d{1,2}[./-]\d|")


def _code(least: int) -> str:
    """Match a code that holds a digit, of at least so many signs before its last digit."""
    return rf"(?=[\w./:-]{{{least},}}\d)\w+(?:[/:.-]\w+)*"


NUMBERS = (
    CueRow(
        "record number",
        "MEDICAL_RECORD_NUMBER",
        r"\b(?i:MRN|medical[ ]record(?:[ ](?:number|no\.?|id))?|"
        r"(?:patient|chart|hospital|record)[ ]?(?:number|no\.?|id|#))"
        rf"[ ]?(?:is[ ]|was[ ])?[:#]?[ ]{{0,2}}(?P<value>{_code(3)})",
        0.85,
        ("mrn", "record", "patient", "chart", "hospital"),
    ),
    CueRow(
        "bare record",
        "MEDICAL_RECORD_NUMBER",
        r"\b[Rr]ecord[ ](?P<value>[A-Z]{0,3}-?\d{6,10}(?:-[A-Z0-9])?)\b",
        0.7,
        ("record",),
    ),
    CueRow(
        "case number",
        "CASE_NUMBER",
        r"\b(?i:(?:case|docket|file|matter|cause|index|claim|reference|ref|incident|ticket|Aktenzeichen|Az)\.?[ ]?"
        rf"(?:number|no\.?|nr\.?|id|#)|docket|Aktenzeichen|Az\.)[ ]?(?:is[ ])?[:#]?[ ]{{0,2}}(?P<value>{_code(3)})",
        0.8,
        (
            "case",
            "docket",
            "file",
            "matter",
            "cause",
            "index",
            "claim",
            "ref",
            "incident",
            "ticket",
            "aktenzeichen",
            "az",
        ),
    ),
    CueRow(
        "own reference",
        "CASE_NUMBER",
        rf"\b(?i:(?:our|your)[ ]ref(?:erence)?)\.?[ ]?:?[ ]{{0,2}}(?P<value>{_code(3)})",
        0.75,
        ("ref",),
    ),
    CueRow(
        "court file",
        "CASE_NUMBER",
        r"\b(?i:Aktenzeichen|Az|Gesch\u00e4ftszeichen)\.?[ ]?:?[ ]{0,2}"
        r"(?P<value>\d{1,4}[ ][A-Za-z\u00c4\u00d6\u00dc]{1,4}[ ]\d{1,6}/\d{2,4})",
        0.85,
        ("aktenzeichen", "az", "gesch"),
    ),
    CueRow(
        "account number",
        "ACCOUNT_NUMBER",
        r"\b(?i:(?:account|acct|policy|member|membership|customer|client|loan|contract|subscriber|employee|student)"
        rf"\.?[ ]?(?:number|no\.?|id|#)|acct)[ ]?(?:is[ ])?[:#]?[ ]{{0,2}}(?P<value>{_code(4)})",
        0.75,
        ("acc", "policy", "member", "customer", "client", "loan", "contract", "subscriber", "employee", "student"),
    ),
    CueRow(
        "passport number",
        "PASSPORT_NUMBER",
        rf"\b(?i:passport)(?i:[ ]?(?:number|no\.?|#))?[ ]?(?:is[ ])?[:#]?[ ]{{0,2}}(?P<value>{_code(6)})",
        0.8,
        ("passport",),
    ),
    CueRow(
        "driver licence",
        "US_DRIVER_LICENSE",
        r"\b(?i:driv(?:er|ing)(?:[\u2019']?s)?[ ]licen[sc]e)(?i:[ ]?(?:number|no\.?|#))?[ ]?(?:is[ ])?[:#]?[ ]{0,2}"
        rf"(?P<value>{_code(5)})",
        0.8,
        ("driv",),
    ),
    CueRow(
        "social security number",
        "US_SSN",
        r"\b(?i:social[ ]security(?:[ ](?:number|no\.?|#))?|SSN|SS#)[^\d\n]{0,20}"
        r"(?P<value>\d{3}[- .]?\d{2}[- .]?\d{4})(?!\d)",
        0.85,
        ("social", "ss"),
        digits=9,
    ),
    CueRow(
        "date of birth",
        "DATE_OF_BIRTH",
        r"\b(?i:DOB|D\.O\.B\.?|date[ ]of[ ]birth|birth[ ]?da(?:te|y)|born(?:[ ]on)?|geboren(?:[ ]am)?|geb\.|"
        r"Geburtsdatum|n\u00e9e?[ ]le|date[ ]de[ ]naissance|nacid[oa][ ]el|"
        r"fecha[ ]de[ ]nacimiento|nat[oa][ ]il|data[ ]di[ ]nascita)"
        rf"(?:[ ]is|[ ]was)?[ ]?[:(]?[ ]?(?:the[ ])?(?P<value>{_BIRTH})",
        0.85,
        ("dob", "d.o.b", "birth", "born", "geb", "n\u00e9", "naissance", "nac", "nat", "nascita"),
    ),
    CueRow(
        "card cue",
        "CREDIT_CARD",
        r"\b(?i:card|visa|mastercard|amex|cc|maestro)\b[^\d\n]{0,24}\n?(?P<value>\d(?:[ -]?\d){11,18})(?!\w|[.:/-]\d)",
        0.8,
        ("card", "visa", "amex", "cc", "maestro"),
        digits=12,
    ),
    CueRow(
        "postcode",
        "LOCATION",
        r"\b(?i:zip(?:[ ]?code)?|post(?:al)?[ ]?code|PLZ)[ ]?:?[ ]?(?:is[ ])?"
        r"(?P<value>[A-Z]{0,2}\d[\dA-Z]{2,4}(?:[ -]\w{2,4})?)\b",
        0.7,
        ("zip", "post", "plz"),
    ),
    CueRow("date", "DATE_TIME", rf"\b(?P<value>{_DATE})\b", 0.5, form=_DATE_FORM),
    CueRow(
        "month",
        "DATE_TIME",
        rf"\b(?P<value>{_MONTH}\.?[ ](?:\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}))\b(?!,?[ ]\d{{4}})",
        0.4,
        form=_MONTH_FORM,
    ),
    CueRow(
        "year",
        "DATE_TIME",
        r"\b(?:in|since|of|by|until|from|after|before|during)[ ](?P<value>(?:19|20)\d\d)\b(?![.]\d)",
        0.3,
        (" 19", " 20"),
    ),
)
