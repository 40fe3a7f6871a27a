"""The people who work here: roles, sign-in, second factor."""
