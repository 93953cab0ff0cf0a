"""Each recogniser's table: a text, and all that stands in it of one type."""

import pytest

from curation.pii.redactor import Redactor

AGES = [
    ("The 94-year-old man was admitted.", ["94"]),
    ("She is 91 years old and well.", ["91"]),
    ("aged 94, lives alone", ["94"]),
    ("AGE: 97", ["97"]),
    ("Age 103", ["103"]),
    ("at the age of 92 he retired", ["92"]),
    ("a woman in her nineties", ["nineties"]),
    ("he is in his late 90s", ["90s"]),
    ("ninety-four years old", ["ninety-four"]),
    ("My aunt, aged ninety-one, fell.", ["ninety-one"]),
    ("Ninety-five-year-old woman", ["Ninety-five"]),
    ("She was 95 when she died.", ["95"]),
    ("He turned 90.", ["90"]),
    ("a hundred and two years old", ["a hundred and two"]),
    ("He is one hundred years of age.", ["one hundred"]),
    ("celebrated her 100th birthday", ["100th"]),
    ("a nonagenarian with cataracts", ["nonagenarian"]),
    ("Mr. Hall (93) was seen; the patient, 94, was well", ["93", "94"]),
    ("Die Patientin ist 92 Jahre alt.", ["92"]),
    ("eine 96-j\u00e4hrige Frau", ["96"]),
    ("\u00e2g\u00e9e de 93 ans", ["93"]),
    ("a 94 y/o male", ["94"]),
    ("BP was 92 over 60; pulse 94 bpm; 98% saturation", []),
    ("take 100 mg, or 90 mg twice; 95 percent recover", []),
    ("aged 45 to 94 years in 120 patients", []),
    ("turned 95 degrees and 100 times", []),
    ("in the nineties; 90 days; 1994; page 99", []),
    ("He was 94 kg and 100 cm.", []),
    ("She is 89 years old, he is 45.", []),
    ("cheese aged 90 days, whisky aged 100 months", []),
    ("the top ninety percent, one hundred dollars", []),
    ("a risk of 98.6 years old", []),
]
ADDRESSES = [
    ("Ship to:\n12 Millstone Lane\nEllersby, VT 05003\nthanks", ["12 Millstone Lane\nEllersby, VT 05003"]),
    ("at 4410 Old Mill\nApt 3\nSan Pedro, CA 90731.", ["4410 Old Mill\nApt 3\nSan Pedro, CA 90731"]),
    ("77 N. Harbor View, Suite 12, Port Ann, ME 04101-1234.", ["77 N. Harbor View, Suite 12, Port Ann, ME 04101-1234"]),
    ("PSC 1437, Box 3833\nAPO AE 09123", ["PSC 1437, Box 3833\nAPO AE 09123"]),
    ("to usnv granger\nfpo aa 18532", ["usnv granger\nfpo aa 18532"]),
    ("at 491 St. Brannock Street", ["491 St. Brannock Street"]),
    ("USNS Granger\nFPO AP 96543", ["USNS Granger\nFPO AP 96543"]),
    ("14 Alder Grove\nLittle Wenlock\nTelford\nTF6 5BH", ["14 Alder Grove\nLittle Wenlock\nTelford\nTF6 5BH"]),
    ("Flat 3, 22 Quay Rise, Bristol, BS1 4QA", ["Flat 3, 22 Quay Rise, Bristol, BS1 4QA"]),
    ("Lindenstra\u00dfe 12a\n10969 Berlin", ["Lindenstra\u00dfe 12a\n10969 Berlin"]),
    ("Am Alten Markt 4\n18055 Rostock", ["Am Alten Markt 4\n18055 Rostock"]),
    ("Ursel-Trapp-Weg 3, 80331 M\u00fcnchen", ["Ursel-Trapp-Weg 3, 80331 M\u00fcnchen"]),
    ("12 bis rue de la Paix\n75002 Paris", ["12 bis rue de la Paix\n75002 Paris"]),
    ("8, avenue du G\u00e9n\u00e9ral Leclerc, 69003 Lyon", ["8, avenue du G\u00e9n\u00e9ral Leclerc, 69003 Lyon"]),
    ("Calle Mayor 14, 28013 Madrid", ["Calle Mayor 14, 28013 Madrid"]),
    ("ul. Mi\u0142a 53, 00-180 Warszawa", ["ul. Mi\u0142a 53, 00-180 Warszawa"]),
    ("Storgatan 12, 11451 Stockholm", ["Storgatan 12, 11451 Stockholm"]),
    ("near the mill on Old Quarry Lane, at night", ["Old Quarry Lane"]),
    ("Ship it to\n12 Quarry Lane\nSuite 952\nthanks", ["12 Quarry Lane\nSuite 952"]),
    (
        "to 58 kvalveien 140\n suite 76\n oppdal\n\n norway 52199",
        ["58 kvalveien 140\n suite 76\n oppdal\n\n norway 52199"],
    ),
    (
        "the office is at 21 114 rue sidi apt. 789, oran, algeria 14385",
        ["21 114 rue sidi apt. 789, oran, algeria 14385"],
    ),
    ("a suite 12 of 40 rooms, or an apartment 3 floors up", []),
    ("see https: // t. co/GWdK7L7RtR and comments/5mi9bl/granada", []),
    ("Suite 952\nthanks", ["Suite 952"]),
    ("the parcel: 80 P.O. Box 46", ["80 P.O. Box 46"]),
    ("in der Gumpendorfer Strasse 44", ["Gumpendorfer Strasse 44"]),
    ("am Unteren-Birken-Platz 47", ["Unteren-Birken-Platz 47"]),
    ("please return to Iwan and Aqqusin 171.", ["Iwan and Aqqusin 171"]),
    ("Please return to Laugarv\u00f6r 66.", ["Laugarv\u00f6r 66"]),
    ("She lives in Quarry End 12a with a cat.", ["Quarry End 12a"]),
    ("a taxi to 14 Estrada Velha", ["14 Estrada Velha"]),
    ("Our office is at Bem Rakpart 79, near the river", ["Bem Rakpart 79"]),
    ("return to Section 12, moved to Ward 4 at noon; lives on Planet 9 years", []),
    ("Section 12 New York Penal Law, CA 90 days", []),
    ("Take 2 Tylenol, then rest. 500 Patients, 20 Controls.", []),
    ("rue the day; via email 12 times; plaza", []),
    ("Type 2\n12345 people were seen", []),
]
RECORDS = [
    ("MRN: 00-482913 was opened", ["00-482913"]),
    ("Patient ID 4471-22, Chart No. A12345", ["4471-22", "A12345"]),
    ("hospital number H482913", ["H482913"]),
    ("medical record no. 77-10-22", ["77-10-22"]),
    ("Medical record number is 8841273", ["8841273"]),
    ("a record of 12 wins, patient number one", []),
    ("hospital beds 482 per 100,000; record high of 120", []),
]
CASES = [
    ("Case No. 2:19-cv-01234", ["2:19-cv-01234"]),
    ("Docket No. 21-1271", ["21-1271"]),
    ("Aktenzeichen: 12 O 345/20", ["12 O 345/20"]),
    ("Az. 3 StR 44/21", ["3 StR 44/21"]),
    ("claim number CLM-99812", ["CLM-99812"]),
    ("Our ref: B12/44711", ["B12/44711"]),
    ("In case 12 of 40; in this case no one; file cabinet 7", []),
]
ACCOUNTS = [
    ("account number 00123456", ["00123456"]),
    ("Policy No. PX-44711029", ["PX-44711029"]),
    ("membership id 7712-A9", ["7712-A9"]),
    ("contract no. 40118234", ["40118234"]),
    ("loan #55-0192-3", ["55-0192-3"]),
    ("the policy number of the state; account for 40 percent; policy no. 1", []),
]
BIRTHDAYS = [
    ("DOB 03/12/1985", ["03/12/1985"]),
    ("born on the 3rd of March 1980", ["3rd of March 1980"]),
    ("Date of birth: 1985-03-12", ["1985-03-12"]),
    ("Birth date: March 12, 1985", ["March 12, 1985"]),
    ("geboren am 12. M\u00e4rz 1985", ["12. M\u00e4rz 1985"]),
    ("geb. 12.03.1985", ["12.03.1985"]),
    ("n\u00e9e le 3 mars 1980", ["3 mars 1980"]),
    ("nacido el 3 de marzo de 1980", ["3 de marzo de 1980"]),
    ("Geburtsdatum: 12.03.1985", ["12.03.1985"]),
    ("Date de naissance : 12/03/1985", ["12/03/1985"]),
    ("fecha de nacimiento: 12/03/1985", ["12/03/1985"]),
    ("d.o.b. 12-Mar-1985", ["12-Mar-1985"]),
    ("seen on 03/12/2024; born in spring", []),
]
PHONES = [
    ("tel. +49 30 23125 145", ["+49 30 23125 145"]),
    ("Telefon 030 / 2312 5145", ["030 / 2312 5145"]),
    ("ring me on 07700 900123", ["07700 900123"]),
    ("call (0161) 496 0123", ["(0161) 496 0123"]),
    ("t\u00e9l. 01 42 68 53 00", ["01 42 68 53 00"]),
    ("portable : 06.12.34.56.78", ["06.12.34.56.78"]),
    ("tel\u00e9fono 912 34 56 78", ["912 34 56 78"]),
    ("m\u00f3vil: 612 345 678", ["612 345 678"]),
    ("Handynummer 0171/2345678", ["0171/2345678"]),
    ("mobile +91 98765 43210", ["+91 98765 43210"]),
    ("my number is 098765 43210", ["098765 43210"]),
    ("tel 02-9876-5432", ["02-9876-5432"]),
    ("reach her at 212-555-0117 ext. 44", ["212-555-0117 ext. 44"]),
    ("Phone: 33 93 31", ["33 93 31"]),
    ("call me at 24 81 09.", ["24 81 09"]),
    ("Office: 2640 262129", ["2640 262129"]),
    ("Tlf. 44 58 07 30", ["44 58 07 30"]),
    ("n\u00famero 912 345 678", ["912 345 678"]),
    ("Phone:\n\n  457-3681", ["457-3681"]),
    ("write to +(370) 40562241", ["+(370) 40562241"]),
    ("or (+57)3064262129, any time", ["(+57)3064262129"]),
    ("her sister (0635571616) knows", ["0635571616"]),
    ("he wrote 01154960930 on the form", ["01154960930"]),
    ("I tried (741)354-9909 twice", ["(741)354-9909"]),
    ("I tried (351) 925807302 twice", ["(351) 925807302"]),
    ("from (73)/681-9303", ["(73)/681-9303"]),
    ("1-858-073-0215 is new", ["1-858-073-0215"]),
    ("call 12 times, text 10 people, ring 100 days", []),
    ("in (1998) 345 people; table (10) 12.5", []),
    ("0.123456789 and 0123/45 and version 012345678.1", []),
    ("from 2010 to 2015, 10,000,000 people; dial 911", []),
    ("the ISBN 978-3-16-148410-0 and 1680-99", []),
]
TABLES = {
    "AGE_OVER_89": AGES, "LOCATION": ADDRESSES, "MEDICAL_RECORD_NUMBER": RECORDS, "CASE_NUMBER": CASES,
    "ACCOUNT_NUMBER": ACCOUNTS, "DATE_OF_BIRTH": BIRTHDAYS, "PHONE_NUMBER": PHONES,
}  # fmt: skip
ROWS = [(entity, *row) for entity, rows in TABLES.items() for row in rows]


@pytest.fixture(scope="module")
def redactor():
    return Redactor()


@pytest.mark.parametrize(("entity", "text", "values"), ROWS, ids=[row[1][:40] for row in ROWS])
def test_all_of_a_type_and_nothing_else_of_it_is_found(redactor, entity, text, values):
    done = redactor.redact_text(text)
    found = zip(done.spans, done.values, strict=True)
    assert [value for span, value in found if span.entity_type == entity] == values, done.spans
