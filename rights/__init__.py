"""People's rights over their data: what they asked, by when it is due, what was done, and erasure."""
