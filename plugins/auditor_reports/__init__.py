"""Reports of other scanners: what they found becomes facts like any other."""
