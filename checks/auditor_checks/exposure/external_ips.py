"""A Service that claims addresses outside of the cluster.

Why it matters
    Nodes send everything that is meant for such an address to the Service, whoever it belongs to.
    Anybody who may make a Service can so read what other pods send elsewhere (CVE-2020-8554, which
    has no fix).

Verdicts
    FAIL when the Service has ``externalIPs``; PASS when it has none. UNKNOWN when one could not be
    read.

How to mend it
    Take the addresses off, and use a load balancer or a Gateway.

        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}

    The admission plugin DenyServiceExternalIPs refuses the field for everybody.

Sources
    CVE-2020-8554, https://github.com/kubernetes/kubernetes/issues/97076
    Admission control: DenyServiceExternalIPs, https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.checking import Check, Outcome, Settings, Severity, Verdict, View
from auditor.facts import NetworkService, Unknown


def judge(service: NetworkService, view: View[Settings]) -> Iterator[Verdict]:
    """Judge the addresses that the Service claims."""
    addresses, at = service.external_ips, "external_ips"
    known = [one for one in addresses if isinstance(one, str)]
    hole = next((one for one in addresses if isinstance(one, Unknown)), None)
    if known:
        text = f"Service {service.name} claims {', '.join(known)}"
        yield Verdict(Outcome.FAIL, text, at)
    elif hole is not None:
        yield Verdict(Outcome.UNKNOWN, hole.reason, at)
    else:
        yield Verdict(Outcome.PASS, f"Service {service.name} claims no addresses", at)


CHECK = Check(
    id="exposure.external_ips",
    title="Service claims addresses outside of the cluster",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=NetworkService,
    judge=judge,
    controls=("NET-01",),
    same_as=("KSV-0108", "AVD-KSV-0108", "restrict-external-ips", "externalip"),
)
