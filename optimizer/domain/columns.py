"""Names of the linear program's columns: families and the parts of their keys.

A column is written `ship[likoni-us,femn,2029]`: the family, then its parts in this order; the node comes last. Where foreign feed
can reach, columns of other origins than home name it after these parts: `ship[likoni-us,femn,ke#agoa,2029]`.
"""

# Parts of a column's key without the node and without what tells its origin.
COLUMN_FAMILIES: dict[str, tuple[str, ...]] = {
    "supply": ("supply",),
    "run": ("process",),
    "feed": ("process", "mode", "material", "origin"),
    "donor": ("process", "mode", "programme"),
    "ship": ("lane", "material"),
    "sell": ("lane", "demand", "tier", "claim"),
    "stock": ("site", "material"),
    "discard": ("site", "material"),
    "build": ("expansion", "step"),
}

# What a last part beyond these names.
ORIGIN_PART = {"run": "mode", "ship": "origin", "sell": "origin", "stock": "origin", "discard": "origin"}

# Step of an expansion whose capital is one cost per unit.
ONLY_STEP = "1"

# Claim of a sale under no programme.
ORDINARY = "ordinary"
