"""Keeps the site to what its policy declares: cookies that leave it, hosts that the server contacts.

`cookies` looks at each response, `outgoing` answers for each connection, `wire` is the last line below all
code that connects, `alarms` remembers what was refused, `operators` tells people about it.
"""
