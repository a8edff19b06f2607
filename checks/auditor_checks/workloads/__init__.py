"""Checks of what workloads may do on their nodes: rights, namespaces, volumes and defaults."""
