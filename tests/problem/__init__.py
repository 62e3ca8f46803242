"""Tests of `optimizer.problem`."""
