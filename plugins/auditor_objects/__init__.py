"""Objects of Kubernetes' API, wherever they were read, and their translation into facts.

Collectors of clusters and of manifests make :class:`auditor_objects.model.Object`;
:func:`auditor_objects.translate.translate` turns it into facts. Nothing here reads anything.
"""
