"""Groups, countries and organisations by shipped words and endings; they are only suggested by default."""

import re

from curation.pii.detections import Detection
from curation.pii.names import UPPER

_GROUPS = (
    "Afghan Albanian Algerian American Andorran Angolan Argentine Argentinian Armenian Australian Austrian Azerbaijani "
    "Bahamian Bangladeshi Basque Belarusian Belgian Bolivian Bosnian Brazilian British Bulgarian Burmese Cambodian "
    "Cameroonian Canadian Catalan Chechen Chilean Chinese Colombian Congolese Croatian Cuban Cypriot Czech Danish Dutch "
    "Ecuadorian Egyptian English Eritrean Estonian Ethiopian Filipino Finnish French Georgian German Ghanaian Greek "
    "Guatemalan Haitian Honduran Hungarian Icelandic Indian Indonesian Iranian Iraqi Irish Israeli Italian Jamaican "
    "Japanese Jordanian Kazakh Kenyan Korean Kosovar Kurdish Kuwaiti Kyrgyz Laotian Latvian Lebanese Liberian Libyan "
    "Lithuanian Luxembourgish Macedonian Malaysian Maltese Mexican Moldovan Mongolian Moroccan Namibian Nepalese "
    "Nicaraguan Nigerian Norwegian Pakistani Palestinian Panamanian Paraguayan Persian Peruvian Polish Portuguese "
    "Romanian Russian Rwandan Salvadoran Saudi Scottish Senegalese Serbian Slovak Slovenian Somali Spanish Sudanese "
    "Swedish Swiss Syrian Taiwanese Tamil Tanzanian Thai Tibetan Tunisian Turkish Turkmen Ugandan Ukrainian Uruguayan "
    "Uzbek Venezuelan Vietnamese Welsh Yemeni Zambian Zimbabwean African Asian European Hispanic Latino Latina Roma "
    "Muslim Christian Catholic Protestant Jewish Hindu Buddhist Sikh Orthodox Lutheran Baptist Methodist Mormon "
    "Republican Democrat Communist Socialist Liberal Conservative Spaniard Frenchman Englishman Irishman Dane Swede "
    "Finn Pole Turk Scot Briton"
).split()
_LANDS = (
    "Afghanistan Albania Algeria Andorra Angola Argentina Armenia Australia Austria Azerbaijan Bahamas Bahrain "
    "Bangladesh Barbados Belarus Belgium Belize Benin Bhutan Bolivia Botswana Brazil Brunei Bulgaria Burundi Cambodia "
    "Cameroon Canada Chile China Colombia Congo Croatia Cuba Cyprus Denmark Dominica Ecuador Egypt England Eritrea "
    "Estonia Ethiopia Fiji Finland France Gabon Gambia Germany Ghana Gibraltar Greece Greenland Grenada Guatemala "
    "Guinea Guyana Haiti Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Kenya "
    "Kosovo Kuwait Laos Latvia Lebanon Lesotho Liberia Libya Liechtenstein Lithuania Luxembourg Macedonia Madagascar "
    "Malawi Malaysia Maldives Mali Malta Mauritius Mexico Moldova Monaco Mongolia Montenegro Morocco Mozambique "
    "Myanmar Namibia Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan Palestine Panama Paraguay Peru "
    "Philippines Poland Portugal Qatar Romania Russia Rwanda Samoa Scotland Senegal Serbia Seychelles Singapore "
    "Slovakia Slovenia Somalia Spain Sudan Suriname Sweden Switzerland Syria Taiwan Tajikistan Tanzania Thailand Togo "
    "Tunisia Turkey Turkmenistan Uganda Ukraine Uruguay Uzbekistan Vatican Venezuela Vietnam Wales Yemen Zambia "
    "Zimbabwe Europe Africa Asia USA UK Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware "
    "Florida Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan "
    "Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah "
    "Vermont Virginia Wisconsin Wyoming"
).split()
_LONG = (
    "United States(?: of America)?|United Kingdom|Great Britain|New Zealand|South Africa|South Korea|North Korea|"
    "Saudi Arabia|Sri Lanka|Costa Rica|Puerto Rico|El Salvador|Czech Republic|Hong Kong|New York|New Jersey|New Mexico|"
    "New Hampshire|North Carolina|South Carolina|North Dakota|South Dakota|West Virginia|Rhode Island|Ivory Coast"
)
_WORD = rf"[{UPPER}][\w&'\u2019.-]*"
_ORGANISATION = re.compile(
    rf"\b(?:{_WORD}[ ](?:and[ ]|&[ ]|of[ ])?){{1,4}}(?:Inc|LLC|Ltd|GmbH|AG|PLC|plc|Corp|Corporation|Company|Group|Holdings|"
    r"University|Hospital|Clinic|Institute|Foundation|Partners|Associates|Bank|Insurance|Association|Council|College|"
    r"S\.A\.|Sons|Orchestra|Ministry)\b\.?"
)
_ENDINGS = (
    "Inc", "LLC", "Ltd", "GmbH", "AG", "PLC", "plc", "Corp", "Compan", "Group", "Holdings", "Universit", "Hospital",
    "Clinic", "Institute", "Foundation", "Partners", "Associates", "Bank", "Insurance", "Association", "Council",
    "College", "S.A.", "Sons", "Orchestra", "Ministry",
)  # fmt: skip
_CAPITAL = re.compile(rf"(?<!\w)[{UPPER}][^\W\d_]+")
_LONG_LAND = re.compile(rf"\b(?:{_LONG})\b")
_KINDS = dict.fromkeys(_GROUPS, "NRP") | {f"{group}s": "NRP" for group in _GROUPS} | dict.fromkeys(_LANDS, "PLACE")


class ListedDetector:
    """Finds nationalities, creeds, countries and organisations that a word gives away."""

    @property
    def name(self) -> str:
        """The detector's name and version."""
        return "word lists 1"

    def detect(self, text: str) -> list[Detection]:
        """Return what the lists know."""
        found = [
            Detection(match.start(), match.end(), _KINDS[match.group()], 0.3, "word list")
            for match in _CAPITAL.finditer(text)
            if match.group() in _KINDS
        ]
        found += [Detection(*match.span(), "PLACE", 0.3, "word list") for match in _LONG_LAND.finditer(text)]
        if any(ending in text for ending in _ENDINGS):
            found += [
                Detection(*match.span(), "ORGANIZATION", 0.3, "word list") for match in _ORGANISATION.finditer(text)
            ]
        return found
