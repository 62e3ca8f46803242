"""Tests of `optimizer.world`."""
