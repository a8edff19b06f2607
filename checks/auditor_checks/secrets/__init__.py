"""Secrets that lie about, and the stores and keys that should hold them."""
