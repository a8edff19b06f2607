"""A network rule that lets everybody reach a port that no public service is known to use.

Why it matters
    A port that nobody can name is a test server, a debugger or a forgotten program more often
    than a service meant for the world, and scanners try every number.

Verdicts
    FAIL for each rule that lets everybody in to a TCP or UDP port outside of ``expected``. Not
    counted are rules that open every port and those that reach a port with a check of its own
    (SSH, remote desktop, inner services), which those checks report. PASS when no rule does.
    UNKNOWN when that hangs on a part that could not be had. An address block with a prefix
    shorter than ``widest_ipv4`` (8) or ``widest_ipv6`` (16) counts as everybody. Network ACLs,
    which cannot tell an answer from a call, and rules that are tried in order are not judged.

How to mend it
    Let in only those who need the port, or add the port to ``expected`` if it is for the public.

    AWS:

        resource "aws_vpc_security_group_ingress_rule" "metrics" {
          security_group_id            = aws_security_group.app.id
          referenced_security_group_id = aws_security_group.monitoring.id
          ip_protocol                  = "tcp"
          from_port                    = 9464
          to_port                      = 9464
        }

Sources
    IANA Service Name and Transport Protocol Port Number Registry, https://www.iana.org/assignments/service-names-port-numbers/
    Control traffic to your AWS resources using security groups, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer
from auditor.checking import Check, Severity, Verdict, View
from auditor.facts import Firewall, NetworkRule, Unknown
from auditor_checks._data import load
from auditor_checks.exposure._rules import (
    ExposureSettings,
    doors,
    every_protocol,
    judged,
    ports_shown,
)

_CHECKED_APART = (22, 3389)
_PORTED = ("tcp", "udp", "6", "17")
_LAST_PORT = 65535


class OtherPortSettings(ExposureSettings, frozen=True, kw_only=True):
    """Ports that may be open to everybody, of TCP and UDP alike: web, DNS, time, mail between
    and from clients, and virtual private networks."""

    expected: tuple[int, ...] = (
        *(53, 80, 123, 443, 465, 500, 587, 853, 993, 995),
        *(1194, 4500, 8080, 8443, 51820),
    )


def judge(firewall: Firewall, view: View[OtherPortSettings]) -> Iterator[Verdict]:
    """Look for rules that open ports outside of the list, and only those."""
    if firewall.layer == "acl" or any(rule.order is not None for rule in firewall.rules):
        return
    expected = frozenset(view.settings.expected)
    apart = frozenset((*_CHECKED_APART, *(entry["port"] for entry in load("ports")["ports"])))

    def covering(rule: NetworkRule) -> Answer:
        if isinstance(rule.protocol, Unknown):
            return rule.protocol
        if every_protocol(rule) or rule.protocol.lower() not in _PORTED:
            return False
        low, high = rule.from_port, rule.to_port
        if isinstance(low, Unknown):
            return low
        if isinstance(high, Unknown):
            return high
        ports = range(low or 0, (_LAST_PORT if high is None else high) + 1)
        if -1 in ports or any(port in ports for port in apart):
            return False
        return len(ports) > sum(port in ports for port in expected)

    found = doors(firewall, "in", covering, view.settings)
    yield from judged(
        firewall,
        found,
        lambda rule: f"opens {ports_shown(rule)} to everybody",
        "opens no unlisted port to everybody",
    )


CHECK = Check(
    id="exposure.other_port_open",
    title="A port of no known public service is open to the internet",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=OtherPortSettings,
    controls=("NET-01",),
    same_as=(
        "kics:Unknown Port Exposed To Internet",
        "ec2_confidential_workload_host_unrestricted_ingress",
        "ec2_confidential_workload_host_vsock_proxy_exposed",
        "ec2_instance_port_kerberos_exposed_to_internet",
    ),
)
