"""An account of a given size, put straight into the stand-in's memory.

``medium`` has 1,000 users, 400 roles, 100 policies, 20 groups, 400 certificates, 400 secrets,
400 instances, 120 security groups, 100 buckets, 30 keys, 100 parameters, 50 functions, 30
databases and 5 clusters in one region; ``small`` a tenth of it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from auditor_aws.testing import Server

REGION = "us-east-1"


def small(server: Server) -> None:
    """Seed a tenth."""
    seed(server, 10)


def medium(server: Server) -> None:
    """Seed the whole."""
    seed(server, 1)


def seed(server: Server, part: int) -> None:
    """Seed the estate divided by ``part``."""
    _principals(server, part)
    _certificates(server, 400 // part)
    _secrets(server, part)
    _machines(server, part)
    _buckets(server, 100 // part)
    _services(server, part)
    _unserved(server)


def _document(*actions: str) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _trust(who: dict[str, str]) -> str:
    statement = {"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _principals(server: Server, part: int) -> None:
    iam = server.backend("iam")
    services = ("s3", "ec2", "sqs", "sns", "dynamodb", "logs", "rds", "kms", "iam", "lambda")
    policies = []
    for number in range(100 // part):
        service = services[number % len(services)]
        document = _document(f"{service}:Get*", f"{service}:List*", f"{service}:Put*")
        policies.append(iam.create_policy("", "/", document, f"policy-{number}", []).arn)
    groups = [f"group-{number}" for number in range(20 // part)]
    for number, name in enumerate(groups):
        iam.create_group(name)
        iam.attach_group_policy(policies[number % len(policies)], name)
    for number in range(1000 // part):
        name = f"user-{number}"
        iam.create_user(REGION, name, "/", [])
        iam.add_user_to_group(groups[number % len(groups)], name)
        iam.create_access_key(name)
        if number % 3 == 0:
            iam.create_login_profile(name, "unused-Passw0rd!")
        if number % 10 == 0:
            iam.attach_user_policy(policies[number % len(policies)], name)
        if number % 50 == 0:
            iam.put_user_policy(name, "own", _document("s3:*"))
    for number in range(400 // part):
        name = f"role-{number}"
        who = {"Service": "lambda.amazonaws.com"}
        if number % 4 == 0:
            who = {"AWS": "arn:aws:iam::111122223333:root"}
        iam.create_role(name, _trust(who), "/", None, "", [], None)
        iam.attach_role_policy(policies[number % len(policies)], name)
        if number % 10 == 0:
            iam.put_role_policy(name, "inline", _document("iam:PassRole", "lambda:*"))


def _certificates(server: Server, count: int) -> None:
    from moto.acm.models import CertBundle

    key, certificate = _key_and_certificate()
    acm = server.backend("acm")
    for number in range(count):
        bundle = CertBundle(
            account_id=acm.account_id,
            certificate=certificate,
            private_key=key,
            region=REGION,
            cert_type="IMPORTED" if number % 4 == 0 else "AMAZON_ISSUED",
        )
        acm._certificates[bundle.arn] = bundle


def _key_and_certificate() -> tuple[bytes, bytes]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "shop.example.com")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=300))
        .not_valid_after(now + timedelta(days=20))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("shop.example.com")]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return (
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        certificate.public_bytes(pem),
    )


def _secrets(server: Server, part: int) -> None:
    manager = server.backend("secretsmanager", region=REGION)
    for number in range(400 // part):
        manager.create_secret(
            f"shop/{number}", f"value-{number}", None, None, None, None, None, [], False
        )
    kms = server.backend("kms", region=REGION)
    for number in range(30 // part):
        kms.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", f"key {number}", None)
    ssm = server.backend("ssm", region=REGION)
    for number in range(100 // part):
        kind = "SecureString" if number % 2 else "String"
        key = "alias/aws/ssm" if number % 2 else ""
        name, value = f"/shop/{number}", f"value-{number}"
        ssm.put_parameter(name, "", value, kind, "", key, False, [], "text", "Standard", None)


def _machines(server: Server, part: int) -> None:
    ec2 = server.client("ec2", REGION)
    groups = []
    for number in range(120 // part):
        group = ec2.create_security_group(GroupName=f"group-{number}", Description="d")["GroupId"]
        groups.append(group)
        ec2.authorize_security_group_ingress(
            GroupId=group,
            IpPermissions=[
                {
                    "IpProtocol": "tcp",
                    "FromPort": 22 + number % 3 * 200,
                    "ToPort": 22 + number % 3 * 200,
                    "IpRanges": [{"CidrIp": "0.0.0.0/0" if number % 10 == 0 else "10.0.0.0/8"}],
                }
            ],
        )
    image = ec2.register_image(
        Name="base", Architecture="x86_64", RootDeviceName="/dev/xvda", VirtualizationType="hvm"
    )["ImageId"]
    for start in range(0, 400 // part, 40):
        count = min(40, 400 // part - start)
        ec2.run_instances(
            ImageId=image,
            MinCount=count,
            MaxCount=count,
            InstanceType="t3.micro",
            SecurityGroupIds=[groups[start // 40 % len(groups)]],
        )


def _buckets(server: Server, count: int) -> None:
    """Buckets as AWS makes them since April 2023: access lists out of force."""
    s3 = server.backend("s3")
    client = server.client("s3", REGION)
    rules = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    for number in range(count):
        name = f"shop-bucket-{number}"
        s3.create_bucket(name, REGION)
        client.put_bucket_ownership_controls(Bucket=name, OwnershipControls=rules)


def _services(server: Server, part: int) -> None:
    role = f"arn:aws:iam::{server.backend('iam').account_id}:role/role-1"
    functions = server.client("lambda", REGION)
    for number in range(50 // part):
        functions.create_function(
            FunctionName=f"function-{number}",
            Runtime="python3.9" if number % 2 else "python3.13",
            Role=role,
            Handler="index.handler",
            Code={"ZipFile": _EMPTY_ZIP},
            Environment={"Variables": {"STAGE": "prod"}},
        )
    databases = server.client("rds", REGION)
    for number in range(30 // part):
        databases.create_db_instance(
            DBInstanceIdentifier=f"db-{number}",
            Engine="postgres",
            EngineVersion="16.3",
            DBInstanceClass="db.t3.micro",
            AllocatedStorage=20,
            MasterUsername="shop",
            MasterUserPassword="unused-Passw0rd!",
            StorageEncrypted=number % 2 == 0,
        )
    clusters = server.client("eks", REGION)
    for number in range(max(1, 5 // part)):
        clusters.create_cluster(
            name=f"cluster-{number}",
            version="1.31",
            roleArn=role,
            resourcesVpcConfig={"subnetIds": [], "endpointPublicAccess": True},
        )


def _unserved(server: Server) -> None:
    """What the stand-in's moto does not answer: certificates by search, managed hosts."""

    def certificates(_: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        found = server.backend("acm", account, region)._certificates.values()
        return {"Results": [_search_result(bundle) for bundle in found]}

    def hosts(_: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        return {
            "InstanceInformationList": [
                {"InstanceId": name, "PingStatus": "Online", "PlatformType": "Linux"}
                for name in _instances(server, account, region)
            ]
        }

    def compliance(_: dict[str, Any], account: str, region: str) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "ResourceComplianceSummaryItems": [
                {
                    "ComplianceType": "Patch",
                    "ResourceType": "ManagedInstance",
                    "ResourceId": name,
                    "Status": "COMPLIANT",
                    "OverallSeverity": "UNSPECIFIED",
                    "ExecutionSummary": {"ExecutionTime": now, "ExecutionType": "Command"},
                    "CompliantSummary": {"CompliantCount": 300},
                    "NonCompliantSummary": {"NonCompliantCount": 0},
                }
                for name in _instances(server, account, region)
            ]
        }

    server.stub("acm", "SearchCertificates", certificates)
    server.stub("ssm", "DescribeInstanceInformation", hosts)
    server.stub("ssm", "ListResourceComplianceSummaries", compliance)


def _instances(server: Server, account: str, region: str) -> list[str]:
    ec2 = server.backend("ec2", account, region)
    return [instance.id for instance in ec2.all_instances()]


def _search_result(bundle: Any) -> dict[str, Any]:
    described = bundle.describe()["Certificate"]
    imported = bundle.type == "IMPORTED"
    about = {
        "Type": bundle.type,
        "Status": "ISSUED",
        "InUse": True,
        "RenewalEligibility": "INELIGIBLE" if imported else "ELIGIBLE",
    }
    if not imported:
        about["ValidationMethod"] = "DNS"
    return {
        "CertificateArn": bundle.arn,
        "X509Attributes": {
            "Subject": {"CommonName": described["DomainName"]},
            "SubjectAlternativeNames": [{"DnsName": described["DomainName"]}],
            "KeyAlgorithm": "RSA_2048",
            "NotBefore": bundle._cert.not_valid_before_utc,
            "NotAfter": bundle._cert.not_valid_after_utc,
        },
        "CertificateMetadata": {"AcmCertificateMetadata": about},
    }


def _zip() -> bytes:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", "def handler(event, context):\n    return None\n")
    return buffer.getvalue()


_EMPTY_ZIP = _zip()
