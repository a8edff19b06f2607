"""Checks of who may do what: policies, trust, credentials and passwords."""
