"""Numbers given away by their label: records, cases, accounts, documents, birthdays, phones, ages."""

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
    ),
    CueRow(
        "date of birth",
        "DATE_OF_BIRTH",
        rf"\b(?i:DOB|D\.O\.B\.?|date[ ]of[ ]birth|birth[ ]?da(?:te|y)|born(?:[ ]on)?|geboren(?:[ ]am)?|geb\.)"
        rf"(?:[ ]is|[ ]was)?[ ]?[:(]?[ ]?(?:the[ ])?(?P<value>{_DATE})",
        0.85,
        ("dob", "d.o.b", "birth", "born", "geb"),
    ),
    CueRow(
        "phone cue",
        "PHONE_NUMBER",
        r"\b(?i:phone|telephone|tel|mobile|cell|fax|call|text|reach|reached|ring|whatsapp|Telefon|Handy)\b[^\d\n+(]{0,24}"
        r"(?P<value>\+?\(?\d(?:[ ().\u2013-]{0,3}\d){6,14})(?!\d)",
        0.75,
        ("phone", "tel", "mobile", "cell", "fax", "call", "text", "reach", "ring", "whatsapp", "handy"),
    ),
    CueRow(
        "age", "AGE", r"\b(?P<value>\d{1,3})[ -]?(?:years?[ -]old|y/?o\b|yrs?[ ]old)", 0.6, ("year", "y/o", "yo", "yr")
    ),
    CueRow("aged", "AGE", r"\b(?i:aged?)[ ](?P<value>\d{1,3})\b(?![ ]?(?:to|-|\u2013))", 0.5, ("age",)),
)
