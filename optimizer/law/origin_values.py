"""Values at which lots are tested for origin: of inputs, and of products. They are data, apart from prices."""

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.case import Case
from optimizer.law.origin_rules import CEILINGS, FLOORS, OriginRules

Floats = NDArray[np.float64]


class OriginValues:
    """The rows of `origin_values`, and the appraised values of products.

    Attributes:
        per_unit: Value per unit of each row of `origin_values`: (rows, nodes).
    """

    def __init__(self, case: Case, rules: OriginRules) -> None:
        """Read the tables once."""
        self.per_unit = case.numbers("origin_values", "value_per_unit")
        self._case = case
        self._rules = rules
        self._appraised: dict[tuple[str, str, bool], Floats] = {}

    def material_value(self, programme: str, material: str, country: str, site: str) -> Floats:
        """Return the value per unit at which an input of a country counts at a plant, NaN where none is given: (nodes,)."""
        row = self._case["origin_values"].rows.get(f"{programme},{material},{country},{site}")
        if row is None:
            return np.full(len(self._case.timeline), np.nan)
        return np.asarray(self.per_unit[row])

    def appraised_value(self, programme: str, material: str, test: str = FLOORS[0]) -> Floats:
        """Return the appraised value per unit at which a test takes a product under a programme, NaN if none is given: (nodes,).

        The largest `appraised_value_per_unit` of the demands for it where the programme holds, else its reference value; for a
        ceiling on foreign value the smallest of these and the reference value, so that no sale has less value than was tested.
        It is data, apart from prices.
        """
        key = (programme, material, test in CEILINGS)
        if key not in self._appraised:
            self._appraised[key] = self._read_appraised(*key)
        return self._appraised[key]

    def _read_appraised(self, programme: str, material: str, smallest: bool) -> Floats:
        case = self._case
        demands = self._case["demands"]
        markets = self._case["markets"]
        country = {key: str(value) or key.upper() for key, value in zip(markets.keys, markets["country"], strict=True)}
        destination = case["programmes"]["destination"][case["programmes"].rows[programme]]
        rows = [
            row
            for row in case.active_rows("demands")
            if demands["material"][row] == material and country.get(str(demands["market"][row])) == destination
        ]
        given = case.numbers("demands", "appraised_value_per_unit")[rows]
        reference = case.numbers("materials", "reference_value_per_unit")[case["materials"].rows[material]]
        if smallest:
            return np.asarray(np.fmin(np.fmin.reduce(given, axis=0, initial=np.nan), reference), dtype=np.float64)
        largest = np.fmax.reduce(given, axis=0, initial=np.nan)
        return np.asarray(np.where(np.isnan(largest), reference, largest), dtype=np.float64)

    def claimable_values(self, programme: str, material: str, *, kept: bool) -> tuple[Floats, Floats]:
        """Return the border values between which goods with foreign feed may be claimed: at what floors and ceilings took them.

        A lot is tested with all its products, so every rule of the programme counts; a product without a value adds none to a lot
        and has no bounds.

        Args:
            programme: Programme claimed.
            material: Product.
            kept: Whether goods may be claimed in a later node than they were tested in; then the strictest value of all holds.
        """
        rules = self._rules.of_programme(programme)
        nodes = len(self._case.timeline)
        low = np.zeros(nodes)
        high = np.full(nodes, np.inf)
        if any(self._rules.is_ceiling(rule) for rule in rules):
            low = np.nan_to_num(self.appraised_value(programme, material, CEILINGS[0]), nan=0.0)
        if any(self._rules.is_floor(rule) for rule in rules):
            high = np.nan_to_num(self.appraised_value(programme, material), nan=np.inf)
        if kept:
            return (np.full(nodes, low.max()), np.full(nodes, high.min()))
        return (low, high)
