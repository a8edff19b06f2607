"""Certificates in files and at TLS endpoints."""
