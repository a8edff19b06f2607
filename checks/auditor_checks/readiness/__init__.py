"""Whether workloads of a cluster bear load, faults, upgrades and the loss of a machine."""
