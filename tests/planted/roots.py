"""Where monotone functions, piecewise linear over nodes, cross zero."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ITERATIONS = 60
EXACT, CLOSE = 4e-16, 1e-13
"""Relative to the values at the ends of the bracket: no better is possible; good enough if nothing better comes."""


def rising_root(function: Callable[[Floats], Floats], start: Floats, step: Floats) -> Floats:
    """Return where a rising function is 0, node by node; linear pieces are met exactly but for rounding.

    The secant through the last two points on either side of zero is followed; where one side stays put twice, its value is
    halved, so that both sides close in.
    """
    low, high = start - step, start + step
    at_low, at_high = function(low), function(high)
    for _ in range(60):
        short, far = at_high < 0, at_low > 0
        if not (short | far).any():
            break
        step = 2.0 * step
        low, high = np.where(far, low - step, low), np.where(short, high + step, high)
        at_low, at_high = function(low), function(high)
    assert not ((at_high < 0) | (at_low > 0)).any()
    size = np.abs(at_low) + np.abs(at_high)
    best, least = np.where(-at_low < at_high, low, high), np.minimum(-at_low, at_high)
    moved = np.zeros(start.shape)
    for _ in range(ITERATIONS):
        spread = at_high - at_low
        guess = np.where(spread > 0, low - at_low * (high - low) / np.where(spread > 0, spread, 1.0), low)
        value = function(guess)
        better = np.abs(value) < least
        best, least = np.where(better, guess, best), np.where(better, np.abs(value), least)
        if (least <= EXACT * size).all() or ((least <= CLOSE * size).all() and not better.any()):
            break
        below = value <= 0
        low, at_low = np.where(below, guess, low), np.where(below, value, np.where(moved > 0, at_low / 2.0, at_low))
        high, at_high = np.where(below, high, guess), np.where(below, np.where(moved < 0, at_high / 2.0, at_high), value)
        moved = np.where(below, -1.0, 1.0)
    return np.asarray(best, dtype=np.float64)
