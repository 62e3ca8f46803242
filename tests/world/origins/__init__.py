"""Tests of which origins goods can have."""
