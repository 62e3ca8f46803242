"""Prices that move together: rare earths follow the price of neodymium-praseodymium oxide.

basket = 0.211 x NdPr price + the value of all other oxides, USD per tonne of rare-earth oxides. Concentrate is paid for at
0.5405 of the oxides in it (0.45 t per t), carbonate at 0.89 in China and 0.75 outside (0.55 t per t), metal at 1.2 t of oxide
and a spread. Those figures stand in the notes of `figures.csv`; `test_rare_earths` checks that at the prices of the base they
give the tables.
"""

from tests.kenya.solving import Sets

BASE_IN_CHINA, BASE_OUTSIDE = 74_800.0, 87_800.0
NDPR_SHARE = 0.211
OTHER_OXIDES = {"china": 4097.0, "outside": 3964.0}
IN_CONCENTRATE = 0.45
IN_CARBONATE = 0.55
PAID_CONCENTRATE = 0.5405
PAID_CARBONATE = {"china": 0.89, "outside": 0.75}
OXIDE_PER_METAL = 1.2
SPREAD = {"china": 1560.0, "outside": 1800.0}
SECOND_TIER = {"ree-concentrate": 0.9, "mrec": 0.95}
OXIDE_BUYERS_OUTSIDE = ("us", "jp", "eu", "gb", "in")
BUYERS_OUTSIDE = ("us", "jp", "eu")


def price_of(demand: str) -> str:
    """Return the address of a price."""
    return f"demands[{demand}].price_per_unit"


def oxide_outside(price: float) -> Sets:
    """Return the changes that set the price of the oxide outside China alone, USD/t."""
    return tuple((price_of(f"{buyer}-ndpr-oxide,1"), repr(price)) for buyer in OXIDE_BUYERS_OUTSIDE)


def all_outside(price: float) -> Sets:
    """Return the changes that set the oxide outside China, and all that follows it there, USD/t."""
    basket = NDPR_SHARE * price + OTHER_OXIDES["outside"]
    carbonate = PAID_CARBONATE["outside"] * IN_CARBONATE * basket
    metal = OXIDE_PER_METAL * price + SPREAD["outside"]
    return (
        *oxide_outside(price),
        (price_of("us-ree-concentrate,1"), repr(PAID_CONCENTRATE * IN_CONCENTRATE * basket)),
        *((price_of(f"{buyer}-mrec,1"), repr(carbonate)) for buyer in BUYERS_OUTSIDE),
        *((price_of(f"{buyer}-ndpr-metal,1"), repr(metal)) for buyer in BUYERS_OUTSIDE),
    )


def all_in_china(price: float) -> Sets:
    """Return the changes that set the oxide in China, and all that follows it there, USD/t."""
    basket = NDPR_SHARE * price + OTHER_OXIDES["china"]
    concentrate = PAID_CONCENTRATE * IN_CONCENTRATE * basket
    carbonate = PAID_CARBONATE["china"] * IN_CARBONATE * basket
    return (
        (price_of("cn-ndpr-oxide,1"), repr(price)),
        (price_of("cn-ree-concentrate,1"), repr(concentrate)),
        (price_of("cn-ree-concentrate,2"), repr(SECOND_TIER["ree-concentrate"] * concentrate)),
        (price_of("cn-mrec,1"), repr(carbonate)),
        (price_of("cn-mrec,2"), repr(SECOND_TIER["mrec"] * carbonate)),
        (price_of("cn-ndpr-metal,1"), repr(OXIDE_PER_METAL * price + SPREAD["china"])),
    )
