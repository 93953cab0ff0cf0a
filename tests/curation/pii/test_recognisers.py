"""Tables of texts and what is personal in them, in the manner of recogniser tests."""

import pytest

from curation.pii.policy import PiiPolicy
from curation.pii.redactor import Redactor

FOUND = [
    ("Write to anna.weber@example.com today.", "EMAIL_ADDRESS", "anna.weber@example.com"),
    ("My SSN is 536-22-1348.", "US_SSN", "536-22-1348"),
    ("social security number, which is 912-13-1244", "US_SSN", "912-13-1244"),
    ("Call (212) 555-0117 before noon.", "PHONE_NUMBER", "(212) 555-0117"),
    ("reach me on +44 20 7946 0134", "PHONE_NUMBER", "+44 20 7946 0134"),
    ("tel. +49 30 23125 145", "PHONE_NUMBER", "+49 30 23125 145"),
    ("mobile 0171 2345678", "PHONE_NUMBER", "0171 2345678"),
    ("card 4111 1111 1111 1111 was charged", "CREDIT_CARD", "4111 1111 1111 1111"),
    ("paid to DE89 3704 0044 0532 0130 00.", "IBAN_CODE", "DE89 3704 0044 0532 0130 00"),
    ("login from 203.0.113.11", "IP_ADDRESS", "203.0.113.11"),
    ("login from 2001:db8:3::13 at noon", "IP_ADDRESS", "2001:db8:3::13"),
    ("the adapter 00:1A:2B:3C:4D:5E", "MAC_ADDRESS", "00:1A:2B:3C:4D:5E"),
    ("send it to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "CRYPTO", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("MRN 0482913 was opened", "MEDICAL_RECORD_NUMBER", "0482913"),
    ("medical record number: MR-0482913", "MEDICAL_RECORD_NUMBER", "MR-0482913"),
    ("quote record 482913-B", "MEDICAL_RECORD_NUMBER", "482913-B"),
    ("Case No. 2:19-cv-01234-ABC was filed", "CASE_NUMBER", "2:19-cv-01234-ABC"),
    ("docket number CR-2021-004567", "CASE_NUMBER", "CR-2021-004567"),
    ("policy number AB-4411-90", "ACCOUNT_NUMBER", "AB-4411-90"),
    ("passport no. C01X00T47", "PASSPORT_NUMBER", "C01X00T47"),
    ("driver's license number D1234567", "US_DRIVER_LICENSE", "D1234567"),
    ("born on 3 March 1980", "DATE_OF_BIRTH", "3 March 1980"),
    ("DOB: 03/12/1985", "DATE_OF_BIRTH", "03/12/1985"),
    ("date of birth 1985-03-12", "DATE_OF_BIRTH", "1985-03-12"),
    ("seen by Dr. Anna Weber on Monday", "PERSON", "Anna Weber"),
    ("I told Mr. Jones's lawyer", "PERSON", "Jones"),
    ("the patient John Smith was admitted", "PERSON", "John Smith"),
    ("my wife Maria asks", "PERSON", "Maria"),
    ("My name is Margaret O'Donnell, and", "PERSON", "Margaret O'Donnell"),
    ("a man called Omar came in", "PERSON", "Omar"),
    ("Dear Priya,\nthank you", "PERSON", "Priya"),
    ("Client Elena Vasquez, born in spring", "PERSON", "Elena Vasquez"),
    ("Kind regards,\nJonas Lindqvist", "PERSON", "Jonas Lindqvist"),
    ("reviewed by Wei Zhang, MD", "PERSON", "Wei Zhang"),
    ("Ludwig van Beethoven, born 17 December 1770", "PERSON", "Ludwig van Beethoven"),
    ("I live at 12 Millstone Lane, Ellersby, VT 05003.", "LOCATION", "12 Millstone Lane, Ellersby, VT 05003"),
    ("wohnt in der Lindenallee 12, 10115 Berlin", "LOCATION", "Lindenallee 12, 10115 Berlin"),
    ("PO Box 1234", "LOCATION", "PO Box 1234"),
]
CLEAN = [
    "Vitamin B12, T3 and HLA-B27 were measured; his driver license was valid.",
    "The war lasted from 1640-49, the plague 1680\u201399, prices from 2010-2015.",
    "Call 911, or the toll-free line 1-800-772-1213.",
    "The Social Security office is in Baltimore, MD 21235-6401.",
    "Parkinson's disease and Crohn's disease are chronic. Dr. Crohn's disease is a slip.",
    "Roe v. Wade was decided in 1973 by the Supreme Court.",
    "Take 500 mg every 8 hours for 10 days; the dose is 1.5.2 in the table.",
    "Under 26 U.S.C. 401(k) the limit for 2024 is $23,000; see section 1.401-1.",
    "The public may apply; the Justice Department and the Attorney General answered.",
    "My doctor Google says so. Dear Sir or Madam, dear Customer,",
    "Write to info@irs.gov or visit the clinic.",
    "A patient with Medicare Part B pays 20%.",
    "The option B:: is read, and a::b names a member of a class; see [12]::.",
    "MS Word and Windows 11 at 127.0.0.1",
]


@pytest.fixture(scope="module")
def redactor():
    return Redactor()


@pytest.mark.parametrize(("text", "entity", "value"), FOUND, ids=lambda given: str(given)[:30])
def test_personal_data_is_found_whole(redactor, text, entity, value):
    done = redactor.redact_text(text)
    assert (entity, value) in [(s.entity_type, v) for s, v in zip(done.spans, done.values, strict=True)], done


@pytest.mark.parametrize("text", CLEAN, ids=lambda text: text[:30])
def test_ordinary_text_is_left_alone(redactor, text):
    done = redactor.redact_text(text)
    assert [(v, s.detector) for s, v in zip(done.spans, done.values, strict=True)] == []


def test_links_ages_and_dates_are_only_suggested(redactor):
    text = "A 45-year-old read https://example.org/page on 12/03/2024."
    done = redactor.redact_text(text)
    assert done.text == text
    assert {text[s.place.start : s.place.end] for s in done.suggestions} >= {
        "45",
        "https://example.org/page",
        "12/03/2024",
    }


def test_a_missing_blank_after_a_full_stop_is_no_link(redactor):
    assert redactor.redact_text("There are many diseases.Re the second one. It ends.in time.").suggestions == ()


def test_another_countrys_numbers_are_found_when_the_policy_names_it():
    text = "Die Steuer-ID ist 65929970489."
    assert "DE_TAX_ID" not in {s.entity_type for s in Redactor().redact_text(text).spans}
    assert "DE_TAX_ID" in {s.entity_type for s in Redactor(PiiPolicy(countries=("de",))).redact_text(text).spans}
