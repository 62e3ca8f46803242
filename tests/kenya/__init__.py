"""Tests that keep the Kenya case, and what its README says, true."""
