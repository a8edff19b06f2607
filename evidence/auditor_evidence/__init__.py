"""Evidence: bundles that verify and replay, and the reports that people and machines read."""
