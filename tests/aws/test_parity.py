"""One estate, described in Terraform and live: the same questions get the same answers."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor_aws.testing import ACCOUNT, Server
from auditor_resources.model import Body, Json, Resource, Unknown
from auditor_terraform.modules import load_root
from auditor_terraform.variables import Inputs
from tests.aws.estate import ROOT, Auditor, everything

REGION = "eu-west-1"
ESTATE = ROOT / "examples" / "estate"
VALUES = {"encrypt_scratch": "true"}
"""What the pipeline gives: without it nobody can tell whether the scratch volume is encrypted."""
ISSUED = "validity and use show when a certificate is issued"
HOLDER = "a live policy that gives everything is told of the role that holds it"
USED = "only the account shows what is used, and by whom"
PROVIDED = "AWS makes it where the configuration says nothing"
PART = "a live bucket is judged as a whole, by exposure.no_public_access_block"
ELSEWHERE = "is configured apart from the resource, in a type that is not read yet"
DIFFERENCES = {
    ("aws_acm_certificate", "certificates.expired"): ISSUED,
    ("aws_acm_certificate", "certificates.expiring"): ISSUED,
    ("aws_acm_certificate", "certificates.not_issued"): ISSUED,
    ("aws_acm_certificate", "certificates.not_yet_valid"): ISSUED,
    ("aws_acm_certificate", "certificates.too_long_lived"): ISSUED,
    ("aws_acm_certificate", "certificates.unused"): ISSUED,
    ("aws_db_instance", "exposure.no_private_network"): PROVIDED,
    ("aws_db_instance", "resilience.outside_backup_plan"): ELSEWHERE,
    ("aws_iam_role", "access.admin_policy"): HOLDER,
    ("aws_iam_role", "access.administrator"): USED,
    ("aws_iam_role", "access.inactive_role"): USED,
    ("aws_iam_role", "access.privilege_escalation"): HOLDER,
    ("aws_iam_role", "access.role_trusts_other_account"): USED,
    ("aws_iam_role", "access.unused_permissions"): USED,
    ("aws_iam_role", "access.wildcard_actions"): HOLDER,
    ("aws_iam_role", "access.wildcard_resources"): HOLDER,
    ("aws_kms_key", "access.foreign_account"): PROVIDED,
    ("aws_kms_key", "access.public_principal"): PROVIDED,
    ("aws_kms_key", "access.wildcard_actions"): PROVIDED,
    ("aws_lb", "resilience.no_flood_protection"): ELSEWHERE,
    ("aws_s3_bucket", "access.object_acls_in_force"): PROVIDED,
    ("aws_s3_bucket", "exposure.block_public_acls"): PART,
    ("aws_s3_bucket", "exposure.block_public_policy"): PART,
    ("aws_s3_bucket", "exposure.ignore_public_acls"): PART,
    ("aws_s3_bucket", "exposure.restrict_public_buckets"): PART,
    ("aws_security_group", "exposure.unused_resource"): USED,
    ("aws_vpc", "exposure.default_group_unmanaged"): "every live VPC has a default group: "
    "it is judged as the group it is",
    ("aws_vpc", "resilience.one_zone"): "zones of subnets are AWS's choice here",
}
"""By type and check, why one of both gives a verdict and the other none. Verdicts never differ."""


class Applied:
    """Makes the resources of a configuration in the stand-in, in the order of :data:`MAKERS`."""

    def __init__(self, aws: Server) -> None:
        self.aws = aws
        self.ids: dict[str, str] = {}
        """What others refer to a resource by."""
        self.arns: dict[str, str] = {}

    def client(self, service: str) -> Any:
        return self.aws.client(service, REGION)

    def arn(self, service: str, rest: str) -> str:
        return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"

    def value(self, value: Any) -> Any:
        """Return a value as it is after apply: references lead to what was made."""
        if isinstance(value, Json):
            return json.dumps(value.value)
        if isinstance(value, Unknown):
            assert value.refs, value.reason
            return self.ids[value.refs[0]]
        return [self.value(item) for item in value] if isinstance(value, list) else value

    def of(self, body: Body, name: str, default: Any = None) -> Any:
        found = self.value(body.get(name))
        return default if found is None else found

    def make(self, resources: Iterable[Resource]) -> None:
        for kind, maker in MAKERS.items():
            for resource in resources:
                if resource.type == kind and resource.mode == "managed":
                    made = maker(self, resource.body)
                    self.ids[resource.address] = made[0]
                    self.arns[resource.address] = made[1]


Made = tuple[str, str]


def _vpc(to: Applied, body: Body) -> Made:
    made = to.client("ec2").create_vpc(CidrBlock=to.of(body, "cidr_block"))["Vpc"]["VpcId"]
    return made, to.arn("ec2", f"vpc/{made}")


def _subnet(to: Applied, body: Body) -> Made:
    number = len([name for name in to.ids if "aws_subnet" in name])
    made = to.client("ec2").create_subnet(
        VpcId=to.of(body, "vpc_id"),
        CidrBlock=to.of(body, "cidr_block"),
        AvailabilityZone=f"{REGION}{'ab'[number]}",
    )["Subnet"]
    return made["SubnetId"], made["SubnetArn"]


def _flow_log(to: Applied, body: Body) -> Made:
    to.aws.client("s3").create_bucket(Bucket="central-flow-logs")
    made = to.client("ec2").create_flow_logs(
        ResourceType="VPC",
        ResourceIds=[to.of(body, "vpc_id")],
        TrafficType=to.of(body, "traffic_type"),
        LogDestinationType=to.of(body, "log_destination_type"),
        LogDestination=to.of(body, "log_destination"),
    )
    assert made["Unsuccessful"] == []
    return made["FlowLogIds"][0], to.arns["module.network.aws_vpc.this"]


def _group(to: Applied, body: Body) -> Made:
    ec2 = to.client("ec2")
    made = ec2.create_security_group(
        GroupName=to.of(body, "name"), Description="-", VpcId=to.of(body, "vpc_id")
    )["GroupId"]
    everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.revoke_security_group_egress(GroupId=made, IpPermissions=[everything])
    for rule in body.blocks("ingress"):
        ranges = [
            {"CidrIp": block, "Description": to.of(rule, "description")}
            for block in to.of(rule, "cidr_blocks")
        ]
        ec2.authorize_security_group_ingress(
            GroupId=made,
            IpPermissions=[
                {
                    "IpProtocol": to.of(rule, "protocol"),
                    "FromPort": int(to.of(rule, "from_port")),
                    "ToPort": int(to.of(rule, "to_port")),
                    "IpRanges": ranges,
                }
            ],
        )
    return made, to.arn("ec2", f"security-group/{made}")


def _default_group(to: Applied, body: Body) -> Made:
    ec2 = to.client("ec2")
    where = [
        {"Name": "vpc-id", "Values": [to.of(body, "vpc_id")]},
        {"Name": "group-name", "Values": ["default"]},
    ]
    (group,) = ec2.describe_security_groups(Filters=where)["SecurityGroups"]
    made = group["GroupId"]
    for way in ("ingress", "egress"):
        rules = group["IpPermissions" if way == "ingress" else "IpPermissionsEgress"]
        if rules:
            revoke = getattr(ec2, f"revoke_security_group_{way}")
            revoke(GroupId=made, IpPermissions=rules)
    return made, to.arn("ec2", f"security-group/{made}")


def _key(to: Applied, body: Body) -> Made:
    kms = to.client("kms")
    made = kms.create_key(Description=to.of(body, "description"))["KeyMetadata"]
    if to.of(body, "enable_key_rotation"):
        kms.enable_key_rotation(KeyId=made["KeyId"])
    return made["Arn"], made["Arn"]


def _certificate(to: Applied, body: Body) -> Made:
    name, now = to.of(body, "domain_name"), datetime.now(UTC)
    made = to.client("acm").request_certificate(DomainName=name)["CertificateArn"]
    found = {
        "CertificateArn": made,
        "X509Attributes": {
            "Subject": {"CommonName": name},
            "SubjectAlternativeNames": [{"DnsName": name}],
            "KeyAlgorithm": "RSA_2048",
            "NotBefore": now - timedelta(days=10),
            "NotAfter": now + timedelta(days=180),
        },
        "CertificateMetadata": {
            "AcmCertificateMetadata": {
                "Type": "AMAZON_ISSUED",
                "Status": "ISSUED",
                "InUse": True,
                "ValidationMethod": to.of(body, "validation_method"),
                "RenewalEligibility": "ELIGIBLE",
            }
        },
    }
    to.aws.stub("acm", "SearchCertificates", {"Results": [found]})
    return made, made


def _balancer(to: Applied, body: Body) -> Made:
    made = to.client("elbv2").create_load_balancer(
        Name=to.of(body, "name"),
        Type=to.of(body, "load_balancer_type"),
        Subnets=[to.ids[f'module.network.aws_subnet.this["{name}"]'] for name in "ab"],
        SecurityGroups=to.of(body, "security_groups"),
    )["LoadBalancers"][0]["LoadBalancerArn"]
    logs = body.blocks("access_logs")[0]
    to.aws.client("s3").create_bucket(Bucket=to.of(logs, "bucket"))
    attributes = {
        "routing.http.drop_invalid_header_fields.enabled": "drop_invalid_header_fields",
        "deletion_protection.enabled": "enable_deletion_protection",
    }
    pairs = [
        {"Key": key, "Value": str(to.of(body, name)).lower()} for key, name in attributes.items()
    ]
    pairs.append({"Key": "access_logs.s3.enabled", "Value": "true"})
    pairs.append({"Key": "access_logs.s3.bucket", "Value": to.of(logs, "bucket")})
    to.client("elbv2").modify_load_balancer_attributes(LoadBalancerArn=made, Attributes=pairs)
    return made, made


def _listener(to: Applied, body: Body) -> Made:
    action = body.blocks("default_action")[0]
    kind = to.of(action, "type")
    given: dict[str, Any] = {"Type": kind}
    if kind == "redirect":
        redirect = action.blocks("redirect")[0]
        given["RedirectConfig"] = {
            "Protocol": to.of(redirect, "protocol"),
            "Port": to.of(redirect, "port"),
            "StatusCode": to.of(redirect, "status_code"),
        }
    else:
        given["FixedResponseConfig"] = {"ContentType": "text/plain", "StatusCode": "200"}
    more: dict[str, Any] = {}
    if to.of(body, "ssl_policy"):
        more["SslPolicy"] = to.of(body, "ssl_policy")
        more["Certificates"] = [{"CertificateArn": to.of(body, "certificate_arn")}]
    made = to.client("elbv2").create_listener(
        LoadBalancerArn=to.of(body, "load_balancer_arn"),
        Protocol=to.of(body, "protocol"),
        Port=int(to.of(body, "port")),
        DefaultActions=[given],
        **more,
    )["Listeners"][0]["ListenerArn"]
    return made, made


def _template(to: Applied, body: Body) -> Made:
    options = body.blocks("metadata_options")[0]
    made = to.client("ec2").create_launch_template(
        LaunchTemplateName=to.of(body, "name_prefix"),
        LaunchTemplateData={
            "ImageId": to.of(body, "image_id"),
            "InstanceType": to.of(body, "instance_type"),
            "UserData": to.of(body, "user_data"),
            "MetadataOptions": {
                "HttpTokens": to.of(options, "http_tokens"),
                "HttpPutResponseHopLimit": int(to.of(options, "http_put_response_hop_limit")),
            },
        },
    )["LaunchTemplate"]["LaunchTemplateId"]
    assert base64.b64decode(to.of(body, "user_data"))
    return made, to.arn("ec2", f"launch-template/{made}")


def _function(to: Applied, body: Body) -> Made:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.js", "")
    name = to.of(body, "role").rpartition("/")[2]
    to.aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    variables = body.blocks("environment")[0].get("variables")
    made = to.client("lambda").create_function(
        FunctionName=to.of(body, "function_name"),
        Runtime=to.of(body, "runtime"),
        Role=to.of(body, "role"),
        Handler=to.of(body, "handler"),
        Code={"ZipFile": packed.getvalue()},
        TracingConfig={"Mode": to.of(body.blocks("tracing_config")[0], "mode")},
        Environment={"Variables": variables},
    )["FunctionArn"]
    return made, made


def _database(to: Applied, body: Body) -> Made:
    more = {"KmsKeyId": to.of(body, "kms_key_id")} if to.of(body, "kms_key_id") else {}
    made = to.client("rds").create_db_instance(
        DBInstanceIdentifier=to.of(body, "identifier"),
        Engine=to.of(body, "engine"),
        EngineVersion=to.of(body, "engine_version"),
        DBInstanceClass=to.of(body, "instance_class"),
        AllocatedStorage=int(to.of(body, "allocated_storage")),
        StorageEncrypted=to.of(body, "storage_encrypted"),
        BackupRetentionPeriod=int(to.of(body, "backup_retention_period")),
        MultiAZ=to.of(body, "multi_az"),
        DeletionProtection=to.of(body, "deletion_protection"),
        PubliclyAccessible=to.of(body, "publicly_accessible"),
        EnableIAMDatabaseAuthentication=to.of(body, "iam_database_authentication_enabled"),
        MasterUsername=to.of(body, "username"),
        ManageMasterUserPassword=to.of(body, "manage_master_user_password"),
        EnableCloudwatchLogsExports=to.of(body, "enabled_cloudwatch_logs_exports"),
        CopyTagsToSnapshot=to.of(body, "copy_tags_to_snapshot"),
        CACertificateIdentifier="rds-ca-rsa2048-g1",
        **more,
    )["DBInstance"]["DBInstanceArn"]
    return made, made


def _policy(to: Applied, body: Body) -> Made:
    made = to.aws.client("iam").create_policy(
        PolicyName=to.of(body, "name"), PolicyDocument=to.of(body, "policy")
    )["Policy"]["Arn"]
    return made, made


def _role(to: Applied, body: Body) -> Made:
    made = to.aws.client("iam").create_role(
        RoleName=to.of(body, "name"), AssumeRolePolicyDocument=to.of(body, "assume_role_policy")
    )["Role"]
    return made["RoleName"], made["Arn"]


def _role_policy(to: Applied, body: Body) -> Made:
    to.aws.client("iam").put_role_policy(
        RoleName=to.of(body, "role"),
        PolicyName=to.of(body, "name"),
        PolicyDocument=to.of(body, "policy"),
    )
    return to.of(body, "name"), f"arn:aws:iam::{ACCOUNT}:role/{to.of(body, 'role')}"


def _password_policy(to: Applied, body: Body) -> Made:
    to.aws.client("iam").update_account_password_policy(
        MinimumPasswordLength=int(to.of(body, "minimum_password_length")),
        RequireLowercaseCharacters=to.of(body, "require_lowercase_characters"),
        RequireUppercaseCharacters=to.of(body, "require_uppercase_characters"),
        RequireNumbers=to.of(body, "require_numbers"),
        RequireSymbols=to.of(body, "require_symbols"),
        MaxPasswordAge=int(to.of(body, "max_password_age")),
        PasswordReusePrevention=int(to.of(body, "password_reuse_prevention")),
    )
    return "", f"arn:aws:iam::{ACCOUNT}:account-password-policy"


def _log_group(to: Applied, body: Body) -> Made:
    logs, name = to.client("logs"), to.of(body, "name")
    logs.create_log_group(logGroupName=name, kmsKeyId=to.of(body, "kms_key_id"))
    logs.put_retention_policy(
        logGroupName=name, retentionInDays=int(to.of(body, "retention_in_days"))
    )
    return name, to.arn("logs", f"log-group:{name}")


def _bucket(to: Applied, body: Body) -> Made:
    name = to.of(body, "bucket")
    to.client("s3").create_bucket(
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": REGION},
        ObjectOwnership="BucketOwnerEnforced",
    )
    rules = [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    to.client("s3").put_bucket_encryption(
        Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules}
    )
    return name, f"arn:aws:s3:::{name}"


def _versioning(to: Applied, body: Body) -> Made:
    status = to.of(body.blocks("versioning_configuration")[0], "status")
    name = to.of(body, "bucket")
    to.client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": status})
    return name, f"arn:aws:s3:::{name}"


def _guards(to: Applied, body: Body) -> Made:
    name = to.of(body, "bucket")
    names = {
        "BlockPublicAcls": "block_public_acls",
        "BlockPublicPolicy": "block_public_policy",
        "IgnorePublicAcls": "ignore_public_acls",
        "RestrictPublicBuckets": "restrict_public_buckets",
    }
    guards = {key: to.of(body, attribute) for key, attribute in names.items()}
    to.client("s3").put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=guards)
    return name, f"arn:aws:s3:::{name}"


def _volume(to: Applied, body: Body) -> Made:
    made = to.client("ec2").create_volume(
        AvailabilityZone=to.of(body, "availability_zone"),
        Size=int(to.of(body, "size")),
        Encrypted=to.of(body, "encrypted"),
    )["VolumeId"]
    return made, to.arn("ec2", f"volume/{made}")


MAKERS: dict[str, Callable[[Applied, Body], Made]] = {
    "aws_kms_key": _key,
    "aws_vpc": _vpc,
    "aws_subnet": _subnet,
    "aws_flow_log": _flow_log,
    "aws_default_security_group": _default_group,
    "aws_security_group": _group,
    "aws_acm_certificate": _certificate,
    "aws_lb": _balancer,
    "aws_lb_listener": _listener,
    "aws_launch_template": _template,
    "aws_lambda_function": _function,
    "aws_db_instance": _database,
    "aws_iam_policy": _policy,
    "aws_iam_role": _role,
    "aws_iam_role_policy": _role_policy,
    "aws_iam_account_password_policy": _password_policy,
    "aws_cloudwatch_log_group": _log_group,
    "aws_s3_bucket": _bucket,
    "aws_s3_bucket_versioning": _versioning,
    "aws_s3_bucket_public_access_block": _guards,
    "aws_ebs_volume": _volume,
}
"""How each type is made, in an order in which everything stands before it is referred to. A maker
returns what others refer to, and the ARN of the thing (of satellites: of the thing they are
about)."""


def test_the_same_estate_gets_the_same_verdicts(
    auditor: Any, aws_environment: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor_aws.rates.SLOWER", {})
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    described = load_root(ESTATE / "prod", ESTATE, Inputs(vars=VALUES))
    applied = Applied(aws_environment)
    applied.make(described.resources)
    managed = {item.address for item in described.resources if item.mode == "managed"}
    assert managed - applied.arns.keys() == set()
    live: dict[str, dict[str, set[str]]] = {}
    collecting = Auditor(aws_environment, regions=[REGION], calls_per_second=1000, **everything())
    for item in collecting.audit(collecting.plan()).findings:
        live.setdefault(item.resource, {}).setdefault(item.check, set()).add(item.verdict)
    ran = auditor(
        "scan", str(ESTATE / "prod"), "-o", "json", "--var", "encrypt_scratch=true", "--exit-zero"
    )
    planned: dict[str, dict[str, set[str]]] = {}
    for item in ran.document["findings"]:
        arn = applied.arns.get(item["resource"])
        if arn is not None:
            verdicts = planned.setdefault(arn, {}).setdefault(item["check"], set())
            verdicts.add(item["verdict"])
    kinds = {item.address: item.type for item in described.resources}
    names = {arn: address for address, arn in reversed(applied.arns.items())}
    wrong = []
    for arn, checks in planned.items():
        for check in checks.keys() | live[arn].keys():
            here, there = checks.get(check, set()), live[arn].get(check, set())
            alone = not here or not there
            if here != there and not (alone and (kinds[names[arn]], check) in DIFFERENCES):
                wrong.append(f"{names[arn]} {check}: {sorted(here)} {sorted(there)}")
    assert wrong == []
    assert sum(map(len, planned.values())) > 80
