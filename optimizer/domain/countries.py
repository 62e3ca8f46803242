"""Countries by their codes in ISO 3166-1, and what people write instead of them."""

import math
import re
import unicodedata
from functools import cache

from optimizer.domain.suggestions import Names

# Alpha-2 code, alpha-3 code and usual English name of the 249 countries and territories (ISO 3166-1:2020, as of 2025).
ISO_3166_1 = """
AD AND Andorra; AE ARE United Arab Emirates; AF AFG Afghanistan; AG ATG Antigua and Barbuda; AI
AIA Anguilla; AL ALB Albania; AM ARM Armenia; AO AGO Angola; AQ ATA Antarctica; AR ARG
Argentina; AS ASM American Samoa; AT AUT Austria; AU AUS Australia; AW ABW Aruba; AX ALA Åland
Islands; AZ AZE Azerbaijan; BA BIH Bosnia and Herzegovina; BB BRB Barbados; BD BGD Bangladesh;
BE BEL Belgium; BF BFA Burkina Faso; BG BGR Bulgaria; BH BHR Bahrain; BI BDI Burundi; BJ BEN
Benin; BL BLM Saint Barthélemy; BM BMU Bermuda; BN BRN Brunei; BO BOL Bolivia; BQ BES Bonaire,
Sint Eustatius and Saba; BR BRA Brazil; BS BHS Bahamas; BT BTN Bhutan; BV BVT Bouvet Island; BW
BWA Botswana; BY BLR Belarus; BZ BLZ Belize; CA CAN Canada; CC CCK Cocos Islands; CD COD
Democratic Republic of the Congo; CF CAF Central African Republic; CG COG Congo; CH CHE
Switzerland; CI CIV Ivory Coast; CK COK Cook Islands; CL CHL Chile; CM CMR Cameroon; CN CHN
China; CO COL Colombia; CR CRI Costa Rica; CU CUB Cuba; CV CPV Cabo Verde; CW CUW Curaçao; CX
CXR Christmas Island; CY CYP Cyprus; CZ CZE Czechia; DE DEU Germany; DJ DJI Djibouti; DK DNK
Denmark; DM DMA Dominica; DO DOM Dominican Republic; DZ DZA Algeria; EC ECU Ecuador; EE EST
Estonia; EG EGY Egypt; EH ESH Western Sahara; ER ERI Eritrea; ES ESP Spain; ET ETH Ethiopia; FI
FIN Finland; FJ FJI Fiji; FK FLK Falkland Islands; FM FSM Micronesia; FO FRO Faroe Islands; FR
FRA France; GA GAB Gabon; GB GBR United Kingdom; GD GRD Grenada; GE GEO Georgia; GF GUF French
Guiana; GG GGY Guernsey; GH GHA Ghana; GI GIB Gibraltar; GL GRL Greenland; GM GMB Gambia; GN GIN
Guinea; GP GLP Guadeloupe; GQ GNQ Equatorial Guinea; GR GRC Greece; GS SGS South Georgia and the
South Sandwich Islands; GT GTM Guatemala; GU GUM Guam; GW GNB Guinea-Bissau; GY GUY Guyana; HK
HKG Hong Kong; HM HMD Heard Island and McDonald Islands; HN HND Honduras; HR HRV Croatia; HT HTI
Haiti; HU HUN Hungary; ID IDN Indonesia; IE IRL Ireland; IL ISR Israel; IM IMN Isle of Man; IN
IND India; IO IOT British Indian Ocean Territory; IQ IRQ Iraq; IR IRN Iran; IS ISL Iceland; IT
ITA Italy; JE JEY Jersey; JM JAM Jamaica; JO JOR Jordan; JP JPN Japan; KE KEN Kenya; KG KGZ
Kyrgyzstan; KH KHM Cambodia; KI KIR Kiribati; KM COM Comoros; KN KNA Saint Kitts and Nevis; KP
PRK North Korea; KR KOR South Korea; KW KWT Kuwait; KY CYM Cayman Islands; KZ KAZ Kazakhstan; LA
LAO Laos; LB LBN Lebanon; LC LCA Saint Lucia; LI LIE Liechtenstein; LK LKA Sri Lanka; LR LBR
Liberia; LS LSO Lesotho; LT LTU Lithuania; LU LUX Luxembourg; LV LVA Latvia; LY LBY Libya; MA
MAR Morocco; MC MCO Monaco; MD MDA Moldova; ME MNE Montenegro; MF MAF Saint Martin; MG MDG
Madagascar; MH MHL Marshall Islands; MK MKD North Macedonia; ML MLI Mali; MM MMR Myanmar; MN MNG
Mongolia; MO MAC Macau; MP MNP Northern Mariana Islands; MQ MTQ Martinique; MR MRT Mauritania;
MS MSR Montserrat; MT MLT Malta; MU MUS Mauritius; MV MDV Maldives; MW MWI Malawi; MX MEX
Mexico; MY MYS Malaysia; MZ MOZ Mozambique; NA NAM Namibia; NC NCL New Caledonia; NE NER Niger;
NF NFK Norfolk Island; NG NGA Nigeria; NI NIC Nicaragua; NL NLD Netherlands; NO NOR Norway; NP
NPL Nepal; NR NRU Nauru; NU NIU Niue; NZ NZL New Zealand; OM OMN Oman; PA PAN Panama; PE PER
Peru; PF PYF French Polynesia; PG PNG Papua New Guinea; PH PHL Philippines; PK PAK Pakistan; PL
POL Poland; PM SPM Saint Pierre and Miquelon; PN PCN Pitcairn; PR PRI Puerto Rico; PS PSE
Palestine; PT PRT Portugal; PW PLW Palau; PY PRY Paraguay; QA QAT Qatar; RE REU Réunion; RO ROU
Romania; RS SRB Serbia; RU RUS Russia; RW RWA Rwanda; SA SAU Saudi Arabia; SB SLB Solomon
Islands; SC SYC Seychelles; SD SDN Sudan; SE SWE Sweden; SG SGP Singapore; SH SHN Saint Helena,
Ascension and Tristan da Cunha; SI SVN Slovenia; SJ SJM Svalbard and Jan Mayen; SK SVK Slovakia;
SL SLE Sierra Leone; SM SMR San Marino; SN SEN Senegal; SO SOM Somalia; SR SUR Suriname; SS SSD
South Sudan; ST STP Sao Tome and Principe; SV SLV El Salvador; SX SXM Sint Maarten; SY SYR
Syria; SZ SWZ Eswatini; TC TCA Turks and Caicos Islands; TD TCD Chad; TF ATF French Southern
Territories; TG TGO Togo; TH THA Thailand; TJ TJK Tajikistan; TK TKL Tokelau; TL TLS
Timor-Leste; TM TKM Turkmenistan; TN TUN Tunisia; TO TON Tonga; TR TUR Turkey; TT TTO Trinidad
and Tobago; TV TUV Tuvalu; TW TWN Taiwan; TZ TZA Tanzania; UA UKR Ukraine; UG UGA Uganda; UM UMI
United States Minor Outlying Islands; US USA United States; UY URY Uruguay; UZ UZB Uzbekistan;
VA VAT Vatican City; VC VCT Saint Vincent and the Grenadines; VE VEN Venezuela; VG VGB British
Virgin Islands; VI VIR Virgin Islands of the United States; VN VNM Vietnam; VU VUT Vanuatu; WF
WLF Wallis and Futuna; WS WSM Samoa; YE YEM Yemen; YT MYT Mayotte; ZA ZAF South Africa; ZM ZMB
Zambia; ZW ZWE Zimbabwe
"""

# Codes that ISO leaves to users: ZZ = elsewhere or not stated, XA to XZ for made-up countries (XK is Kosovo's in practice).
USER_ASSIGNED = frozenset({"ZZ", *(f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")})

# The one customs union with a code of its own in ISO 3166 (exceptionally reserved).
EUROPEAN_UNION = "EU"

# What people write instead of a code, beside names and alpha-3 codes.
USUAL = {
    "UK": "GB",
    "GREAT BRITAIN": "GB",
    "BRITAIN": "GB",
    "ENGLAND": "GB",
    "AMERICA": "US",
    "UNITED STATES OF AMERICA": "US",
    "UAE": "AE",
    "DRC": "CD",
    "DR CONGO": "CD",
    "KOREA": "KR",
    "HOLLAND": "NL",
    "BURMA": "MM",
    "SWAZILAND": "SZ",
    "TURKIYE": "TR",
    "COTE D'IVOIRE": "CI",
    "EUROPE": "EU",
    "EUROPEAN UNION": "EU",
}

LONGEST_CODE = 3
# How much of a name must agree to be taken for a country's.
MISSPELT = 0.8

# What a code looks like: of a country, or of a customs union that the case declares (`EAC`, `SACU`).
SHAPE = re.compile(r"[A-Z][A-Z0-9]{1,7}\Z")


def _entries() -> list[tuple[str, str, str]]:
    lines = (entry.split(" ", 2) for entry in " ".join(ISO_3166_1.split()).split("; "))
    return [(alpha_2, alpha_3, name) for alpha_2, alpha_3, name in lines]


# Every code that needs no declaration.
CODES = frozenset({alpha_2 for alpha_2, _, _ in _entries()} | USER_ASSIGNED | {EUROPEAN_UNION})


@cache
def _written() -> dict[str, str]:
    """Return codes by what people write instead, in capitals without accents."""
    found = {alpha_3: alpha_2 for alpha_2, alpha_3, _ in _entries()}
    found |= {_bare(name): alpha_2 for alpha_2, _, name in _entries()}
    return {**found, **USUAL}


@cache
def _names() -> Names:
    return Names(_written(), most=math.inf)


def likely_code(text: str, *, only_sure: bool = False) -> str:
    """Return the code that somebody means who writes a name, another code or small letters; "" if it cannot be told.

    `only_sure` leaves out names that are spelt otherwise.
    """
    wanted = _bare(text[:100])
    if wanted in CODES:
        return wanted
    if wanted in _written():
        return _written()[wanted]
    near = [] if only_sure or len(wanted) <= LONGEST_CODE else _names().nearest(wanted, least=MISSPELT)
    if near:
        return _written()[near[0]]
    return ""


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.strip().upper())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
