"""Formats where Vietnamese practice differs from Django's: 22/11/2026, not 22-11-2026."""
