"""Shared abstract page, blocks and small helpers; no tables."""
