"""The promise: purposes, policy, form versions, the consent ledger."""
