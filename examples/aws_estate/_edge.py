"""What faces the world: certificates, load balancers, functions and clusters."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

from aws_estate._people import trust
from aws_estate._place import NOW, Ground

_LISTED = ("Type", "Status", "InUse", "RenewalEligibility")
"""What the plain listing tells of a certificate, too."""


def certificates(ground: Ground) -> None:
    """Plant certificates: sound, ending soon, ended, weak, renewed by hand."""
    planted: dict[str, tuple[int, dict[str, Any]]] = {
        "shop": (200, {}),
        "checkout": (5, {"RenewalStatus": "FAILED"}),
        "old": (-3, {"Status": "EXPIRED"}),
        "weak": (90, {}),
        "mail": (200, {"ValidationMethod": "EMAIL"}),
        "partner": (12, {"Type": "IMPORTED", "RenewalEligibility": "INELIGIBLE"}),
    }
    results, listed = [], []
    client = ground.server.client("acm")
    for name, (days, metadata) in planted.items():
        arn = client.request_certificate(DomainName=f"{name}.example.com")["CertificateArn"]
        ground.names[f"certificate.{name}"] = arn
        about = {
            "Type": "AMAZON_ISSUED",
            "Status": "ISSUED",
            "InUse": True,
            "ValidationMethod": "DNS",
            "RenewalEligibility": "ELIGIBLE",
            **metadata,
        }
        results.append(
            {
                "CertificateArn": arn,
                "X509Attributes": {
                    "Subject": {"CommonName": f"{name}.example.com"},
                    "SubjectAlternativeNames": [{"DnsName": f"{name}.example.com"}],
                    "KeyAlgorithm": "RSA_1024" if name == "weak" else "EC_prime256v1",
                    "NotBefore": NOW - timedelta(days=100),
                    "NotAfter": NOW + timedelta(days=days, hours=1),
                },
                "CertificateMetadata": {"AcmCertificateMetadata": about},
            }
        )
        listed.append(
            {
                "CertificateArn": arn,
                "DomainName": f"{name}.example.com",
                "KeyAlgorithm": "RSA-1024" if name == "weak" else "EC-prime256v1",
                **{key: results[-1]["X509Attributes"][key] for key in ("NotBefore", "NotAfter")},
                **{key: about[key] for key in about if key in _LISTED},
            }
        )
    ground.once("acm", "SearchCertificates", "Results", results)
    ground.once("acm", "ListCertificates", "CertificateSummaryList", listed)


def balancers(ground: Ground) -> None:
    """Plant a load balancer with an up-to-date listener and an outdated one."""
    ec2, elbv2 = ground.server.client("ec2"), ground.server.client("elbv2")
    vpc = ground.names["vpc"].rpartition("/")[2]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{number}.0/24", AvailabilityZone=zone)[
            "Subnet"
        ]["SubnetId"]
        for number, zone in enumerate(("us-east-1a", "us-east-1b"))
    ]
    group = ground.names["group.web"].rpartition("/")[2]
    made = elbv2.create_load_balancer(
        Name="shop", Subnets=subnets, SecurityGroups=[group], Type="application", Scheme="internal"
    )["LoadBalancers"][0]
    ground.names["balancer"] = made["LoadBalancerArn"]
    for name, port, policy in (
        ("current", 443, "ELBSecurityPolicy-TLS13-1-2-2021-06"),
        ("outdated", 8443, "ELBSecurityPolicy-2016-08"),
    ):
        listener = elbv2.create_listener(
            LoadBalancerArn=made["LoadBalancerArn"],
            Protocol="HTTPS",
            Port=port,
            SslPolicy=policy,
            Certificates=[{"CertificateArn": ground.names["certificate.shop"]}],
            DefaultActions=[
                {
                    "Type": "fixed-response",
                    "FixedResponseConfig": {"StatusCode": "200", "ContentType": "text/plain"},
                }
            ],
        )
        ground.names[f"listener.{name}"] = listener["Listeners"][0]["ListenerArn"]


def functions(ground: Ground) -> None:
    """Plant a current function, and one whose runtime has ended with a password in it."""
    iam, client = ground.server.client("iam"), ground.server.client("lambda")
    role = iam.create_role(
        RoleName="function", AssumeRolePolicyDocument=trust({"Service": "lambda.amazonaws.com"})
    )["Role"]["Arn"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", "def handler(event, context):\n    return 'ok'\n")
    for name, runtime, variables in (
        ("resize", "python3.13", {"BUCKET": "shop-invoices"}),
        ("legacy", "python3.7", {"DB_PASSWORD": "correct-Horse-7-battery"}),
    ):
        made = client.create_function(
            FunctionName=name,
            Runtime=runtime,
            Role=role,
            Handler="index.handler",
            Code={"ZipFile": packed.getvalue()},
            Environment={"Variables": variables},
        )
        ground.names[f"function.{name}"] = made["FunctionArn"]
    client.add_permission(
        FunctionName="legacy",
        StatementId="everybody",
        Action="lambda:InvokeFunction",
        Principal="*",
    )


def clusters(ground: Ground) -> None:
    """Plant an EKS cluster of an old version with an endpoint for everybody, and its twin."""
    eks = ground.server.client("eks")
    ec2 = ground.server.client("ec2")
    subnets = [item["SubnetId"] for item in ec2.describe_subnets()["Subnets"][:2]]
    for name, sound in (("shop", True), ("legacy", False)):
        made = eks.create_cluster(
            name=name,
            version="1.34" if sound else "1.24",
            roleArn=ground.names["role.task"],
            resourcesVpcConfig={
                "subnetIds": subnets,
                "endpointPublicAccess": not sound,
                "endpointPrivateAccess": sound,
            },
        )
        ground.names[f"cluster.{name}"] = made["cluster"]["arn"]
