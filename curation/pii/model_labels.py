"""What the labels of other people's models mean here. A label that is none of these is left out."""

_GROUPS = {
    "PERSON": "PERSON PER GIVENNAME SURNAME FIRSTNAME LASTNAME MIDDLENAME NAME PATIENT DOCTOR STAFF HCW",
    "PLACE": "PLACE GPE LOC FAC CITY STATE COUNTRY COUNTY LOCATION_OTHER",
    "LOCATION": "LOCATION ADDRESS STREET STREETADDRESS STREET_ADDRESS BUILDINGNUM BUILDINGNUMBER ZIPCODE ZIP",
    "ORGANIZATION": "ORGANIZATION ORG ORGANISATION COMPANY COMPANYNAME HOSP HOSPITAL",
    "NRP": "NRP NORP",
    "EMAIL_ADDRESS": "EMAIL_ADDRESS EMAIL",
    "PHONE_NUMBER": "PHONE_NUMBER PHONE TELEPHONENUM PHONENUMBER FAX",
    "CREDIT_CARD": "CREDIT_CARD CREDITCARDNUMBER CREDITCARD",
    "IBAN_CODE": "IBAN_CODE IBAN",
    "IP_ADDRESS": "IP_ADDRESS IP IPV4 IPV6",
    "US_SSN": "US_SSN SSN SOCIALNUM SOCIALNUMBER",
    "DATE_OF_BIRTH": "DATE_OF_BIRTH DATEOFBIRTH DOB",
    "MEDICAL_RECORD_NUMBER": "MEDICAL_RECORD_NUMBER MEDICALRECORD MRN",
    "ACCOUNT_NUMBER": "ACCOUNT_NUMBER ACCOUNTNUM ACCOUNTNUMBER ACCOUNT",
    "PASSPORT_NUMBER": "PASSPORT_NUMBER PASSPORT PASSPORTNUM",
    "DRIVER_LICENSE": "DRIVER_LICENSE DRIVERLICENSENUM",
    "AGE": "AGE",
    "DATE_TIME": "DATE_TIME DATE TIME",
    "URL": "URL",
}
MEANINGS = {label: entity for entity, labels in _GROUPS.items() for label in labels.split()}
# What a model that is asked in words (GLiNER) is asked for.
ASKED = {
    "person": "PERSON",
    "street address": "LOCATION",
    "city": "PLACE",
    "country": "PLACE",
    "organization": "ORGANIZATION",
    "phone number": "PHONE_NUMBER",
    "email": "EMAIL_ADDRESS",
    "date of birth": "DATE_OF_BIRTH",
    "medical record number": "MEDICAL_RECORD_NUMBER",
    "account number": "ACCOUNT_NUMBER",
    "passport number": "PASSPORT_NUMBER",
}


def meaning(label: str) -> str:
    """Return the entity type of a model's label (B-PER, GIVENNAME, org), empty where there is none."""
    plain = label.upper().replace(" ", "_")
    if plain[:2] in ("B-", "I-", "E-", "S-", "L-", "U-"):
        plain = plain[2:]
    return MEANINGS.get(plain, "")
