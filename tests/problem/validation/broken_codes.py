"""Codes of goods and countries, broken once each: ordinary accidents of typing and of spreadsheets."""

from tests.problem.validation.broken import INVENTED, Broken

GRAPHITE = {"id": "graphite", "stage": "ore", "hs_code": "2504.1", **INVENTED}

NOWHERE = frozenset({("tariffs[us-7202.93-mfn].destination", "reaches-nothing")})

CODE_VIOLATIONS = [
    Broken("not-an-hs-code", "materials[graphite].hs_code", added={"materials": [GRAPHITE]}),
    Broken("not-an-hs-code", "tariffs[us-7202.93-mfn].hs_prefix", {"tariffs[us-7202.93-mfn].hs_prefix": "7202,93"}),
    Broken("not-a-country", "case.home_country", {"case.home_country": "Kenya"}),
    Broken("not-a-country", "tariffs[us-7202.93-mfn].destination", {"tariffs[us-7202.93-mfn].destination": "USA"}),
    Broken(
        "not-a-country",
        "sites[port].country",
        added={"sites": [{"id": "mine"}, {"id": "port", "country": "ke"}]},
    ),
    Broken(
        "unknown-country", "tariffs[us-7202.93-mfn].destination", {"tariffs[us-7202.93-mfn].destination": "EAC"}, doubts=NOWHERE
    ),
    Broken("unknown-country", "markets[kunde].country", added={"markets": [{"id": i} for i in ("us", "cn", "kunde")]}),
    Broken(
        "ambiguous-id",
        "customs_unions[TZ].code",
        added={"customs_unions": [{"code": "TZ", "name": "East African Community"}]},
    ),
]
