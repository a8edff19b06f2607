"""The checks that come with auditor: one module a check, found by its path."""
