"""Sealed storage: envelopes, people, their keys, the read log."""
