"""Manifests on disk: plain files, lists, kustomizations and charts, read into objects."""
