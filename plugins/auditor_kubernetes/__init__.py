"""Kubernetes: live clusters and manifests on disk, read into the same facts."""
