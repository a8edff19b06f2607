"""The form of a bundle on disk. Imports nothing else of auditor, so that it verifies alone."""
