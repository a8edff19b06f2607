"""A network rule that lets everybody reach a database or another inner service.

Why it matters
    Databases, caches, file shares and control interfaces trust their network: many ask for no
    password, or for one that came with the product. On the open internet they are found and
    emptied within hours.

Verdicts
    FAIL for each rule that lets everybody in to a port of the data file ``ports`` (databases,
    caches, file transfer and sharing, mail, directory, remote control, cluster interfaces) or of
    ``more_ports``, alone, within a range or among all protocols. SSH and remote desktop have
    checks of their own. ACL rules that open the ports of return traffic (from 1024 or above to
    61000 or above) are not counted, because an ACL cannot tell an answer from a call. PASS when
    no rule does. UNKNOWN when that hangs on a part that could not be had. An address block with a
    prefix shorter than ``widest_ipv4`` (8) or ``widest_ipv6`` (16) counts as everybody, so that
    ``0.0.0.0/1`` does not slip by. Where rules have an order, a denial for everybody that comes
    first closes the port.

How to mend it
    Let in only the group or network of the programs that use the service.

    AWS:

        resource "aws_vpc_security_group_ingress_rule" "database" {
          security_group_id            = aws_security_group.database.id
          referenced_security_group_id = aws_security_group.web.id
          ip_protocol                  = "tcp"
          from_port                    = 5432
          to_port                      = 5432
        }

    Google:

        resource "google_compute_firewall" "database" {
          network     = google_compute_network.main.id
          source_tags = ["web"]
          target_tags = ["database"]

          allow {
            protocol = "tcp"
            ports    = ["5432"]
          }
        }

Sources
    IANA Service Name and Transport Protocol Port Number Registry, https://www.iana.org/assignments/service-names-port-numbers/
    Control traffic to your AWS resources using security groups, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
    Control subnet traffic with network access control lists, https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
    VPC firewall rules, https://cloud.google.com/firewall/docs/firewalls
    Network security groups, https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.answers import Answer
from auditor.checking import Check, Outcome, Severity, Verdict, View
from auditor.facts import Firewall, NetworkRule, Unknown
from auditor_checks._data import load
from auditor_checks.exposure._rules import (
    Covering,
    ExposureSettings,
    doors,
    every_protocol,
    facing_everybody,
    peers_shown,
    to_port,
)

_FIRST_RETURN_PORT = 1024
_LAST_RETURN_PORT = 61000
_SHOWN = 4


class SensitiveSettings(ExposureSettings, frozen=True, kw_only=True):
    """TCP ports to look for beside those of the data file."""

    more_ports: tuple[int, ...] = ()


def judge(firewall: Firewall, view: View[SensitiveSettings]) -> Iterator[Verdict]:
    """Look for rules that open any of the ports, one verdict a rule."""
    opened: dict[str, tuple[NetworkRule, list[str]]] = {}
    doubted: dict[str, Unknown] = {}
    facing = facing_everybody(firewall, "in", view.settings)
    for protocol, port, name in _ports(view.settings):
        covering = to_port(protocol, port)
        if firewall.layer == "acl":
            covering = _but_return_traffic(covering)
        for rule, answer in doors(facing, "in", covering, view.settings):
            if isinstance(answer, Unknown):
                doubted.setdefault(rule.at or "rules", answer)
            else:
                named = opened.setdefault(rule.at or "rules", (rule, []))[1]
                named.append(f"{name} {port}/{protocol}")
    for at, (rule, names) in opened.items():
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        shown = f"{', '.join(names[:_SHOWN])}{more}"
        text = f"{firewall.subject} opens {shown} to everybody ({peers_shown(rule)})"
        yield Verdict(Outcome.FAIL, text, at)
    if opened:
        return
    for at, unknown in doubted.items():
        yield Verdict(Outcome.UNKNOWN, unknown.reason, at)
    if firewall.unread is not None:
        yield Verdict(Outcome.UNKNOWN, firewall.unread.reason, "rules")
    elif not doubted:
        text = f"{firewall.subject} keeps inner services closed"
        yield Verdict(Outcome.PASS, text, "rules")


def _ports(settings: SensitiveSettings) -> Iterator[tuple[str, int, str]]:
    for entry in load("ports")["ports"]:
        yield entry["protocol"], entry["port"], entry["name"]
    for port in settings.more_ports:
        yield "tcp", port, "port"


def _but_return_traffic(covering: Covering) -> Covering:
    def narrower(rule: NetworkRule) -> Answer:
        return False if _for_answers(rule) else covering(rule)

    return narrower


def _for_answers(rule: NetworkRule) -> bool:
    return (
        every_protocol(rule) is False
        and isinstance(rule.from_port, int)
        and isinstance(rule.to_port, int)
        and rule.from_port >= _FIRST_RETURN_PORT
        and rule.to_port >= _LAST_RETURN_PORT
    )


CHECK = Check(
    id="exposure.sensitive_port_open",
    title="A service that is not for the public is open to the internet",
    severity=Severity.HIGH,
    doc=__doc__ or "",
    facts=Firewall,
    judge=judge,
    settings=SensitiveSettings,
    controls=("NET-01",),
    same_as=(
        "CKV_AWS_229",
        "CKV_AWS_230",
        "CKV_AZURE_77",
        "CKV_GCP_75",
        "CKV_GCP_77",
        "CKV_GCP_88",
        "aws-ec2-no-public-ingress-sgr",
        "aws-ec2-no-public-ingress-acl",
        "google-compute-no-public-ingress",
        "ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_cassandra_7199_9160_8888",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_elasticsearch_kibana_9200_9300_5601",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_ftp_20_21",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_kafka_9092",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_memcached_11211",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mongodb_27017_27018",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mysql_3306",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_oracle_1521_2483",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_postgres_5432",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_redis_6379",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_sql_server_1433_1434",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_telnet_23",
        "kics:Sensitive Port Is Exposed To Entire Network",
        "CKV_AZURE_11",
        "CKV2_AZURE_26",
        "CKV2_AZURE_34",
        "AZU-0029",
        "AVD-AZU-0029",
        "AZU-0074",
        "AVD-AZU-0074",
        "GCP-0027",
        "AVD-GCP-0027",
        "AZU-0047",
        "AVD-AZU-0047",
        "ec2_instance_port_cassandra_exposed_to_internet",
        "ec2_instance_port_cifs_exposed_to_internet",
        "ec2_instance_port_elasticsearch_kibana_exposed_to_internet",
        "ec2_instance_port_ftp_exposed_to_internet",
        "ec2_instance_port_kafka_exposed_to_internet",
        "ec2_instance_port_kerberos_exposed_to_internet",
        "ec2_instance_port_ldap_exposed_to_internet",
        "ec2_instance_port_memcached_exposed_to_internet",
        "ec2_instance_port_mongodb_exposed_to_internet",
        "ec2_instance_port_mysql_exposed_to_internet",
        "ec2_instance_port_oracle_exposed_to_internet",
        "ec2_instance_port_postgresql_exposed_to_internet",
        "ec2_instance_port_redis_exposed_to_internet",
        "ec2_instance_port_sqlserver_exposed_to_internet",
        "ec2_instance_port_telnet_exposed_to_internet",
    ),
)
