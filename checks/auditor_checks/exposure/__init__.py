"""Checks of what can be reached from outside: network rules, endpoints and stores."""
