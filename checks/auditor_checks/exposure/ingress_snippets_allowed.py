"""An ingress controller that takes pieces of its configuration from annotations.

Why it matters
    Whoever may write an Ingress then writes into the configuration of the controller, and reads
    what the controller may read: the Secrets of all namespaces (CVE-2021-25742).

Verdicts
    FAIL when the ConfigMap of ingress-nginx sets ``allow-snippet-annotations`` to true; PASS when
    it sets false. UNKNOWN when the value could not be had. Where it is not written the version of
    the controller decides, and nothing is judged.

How to mend it
    Refuse snippets, and move what they did into annotations that are made for it.

        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ingress-nginx-controller, namespace: ingress-nginx}
        data:
          allow-snippet-annotations: "false"

Sources
    CVE-2021-25742, https://github.com/kubernetes/ingress-nginx/issues/7837
    ingress-nginx: ConfigMaps, https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#allow-snippet-annotations
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "ingress_snippets_refused",
    id="exposure.ingress_snippets_allowed",
    title="Ingress controller takes configuration from annotations",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="refuses configuration in annotations",
    bad="takes pieces of its configuration from annotations",
    controls=("NET-01", "ACC-02"),
    same_as=("disallow-ingress-nginx-custom-snippets",),
)
