"""Names of the linear program's columns: families and the parts of their keys.

A column is written `ship[likoni-us,femn,2029]`: the family, then its parts in this order; the node comes last.
"""

COLUMN_FAMILIES: dict[str, tuple[str, ...]] = {
    "supply": ("supply",),
    "run": ("process",),
    "ship": ("lane", "material"),
    "sell": ("lane", "demand", "tier", "claim"),
    "stock": ("site", "material"),
    "discard": ("site", "material"),
    "build": ("expansion", "step"),
}
"""Parts of a column's key without the node."""

ONLY_STEP = "1"
"""Step of an expansion whose capital is one cost per unit."""

ORDINARY = "ordinary"
"""Claim of a sale under no programme."""
