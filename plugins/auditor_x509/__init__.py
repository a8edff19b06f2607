"""X.509 certificates for every family: reading them, finding them in text, who issued whom."""
