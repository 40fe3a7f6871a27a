"""No tables of its own: accounts are Django's, second factors allauth's. Its roles come after `migrate`."""
