"""One person on one screen: what is held, why, since when, who saw it, what they agreed to."""
