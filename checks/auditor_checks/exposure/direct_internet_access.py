"""A notebook, model, job or desktop that reaches the internet past your network.

Why it matters
    Training data and customer data lie within its reach. A package with a back door, or a hasty
    upload, carries them out, and none of your firewalls sees it.

Verdicts
    PASS when the direct way is off; FAIL when it is on. UNKNOWN when the answer could not be had.

How to mend it
    Turn direct internet access off, and let traffic pass your network.

    Notebooks are made anew: ``aws sagemaker create-notebook-instance --direct-internet-access
    Disabled --subnet-id ID --security-group-ids ID``; models and jobs take
    ``EnableNetworkIsolation``; fleets: ``aws appstream update-fleet --name NAME
    --no-enable-default-internet-access``.

Sources
    Connect a notebook instance in a VPC to external resources, https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html
    Run training and inference containers in internet-free mode, https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "no_direct_internet",
    id="exposure.direct_internet_access",
    title="Workload reaches the internet by itself",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="has no way of its own to the internet",
    bad="has a way of its own to the internet",
    controls=("NET-01",),
    same_as=(
        "appstream_fleet_default_internet_access_disabled",
        "sagemaker_models_network_isolation_enabled",
        "sagemaker_notebook_instance_without_direct_internet_access_configured",
        "sagemaker_training_jobs_network_isolation_enabled",
    ),
)
