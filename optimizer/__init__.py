"""Madini: which minerals to process at home, how far, and which to export raw; a linear program with its proof."""
