"""Kubernetes: live clusters through their API, and manifests on disk."""
