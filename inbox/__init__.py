"""Enquiries of every channel, worked by sales."""
