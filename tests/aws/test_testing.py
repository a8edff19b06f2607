"""The stand-in for AWS keeps what its documentation promises."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from auditor_aws.testing import Kind, Refusal, Server, StubError
from auditor_aws.testing.operations import resolve
from auditor_aws.testing.requests import Request, Signer

ONCE = {"retries": {"max_attempts": 0, "mode": "standard"}, "read_timeout": 2}
SERVICES = """
accessanalyzer account acm acm-pca amplify apigateway apigatewayv2 appsync athena autoscaling
backup batch bedrock cloudformation cloudfront cloudtrail cloudwatch codeartifact codebuild
cognito-idp config datasync dax detective dms docdb ds dynamodb ec2 ecr ecs efs eks elasticache
elasticbeanstalk elb elbv2 emr events firehose fms fsx glue guardduty health iam identitystore
inspector2 kafka kinesis kms lambda lightsail logs macie2 memorydb mq neptune network-firewall
opensearch organizations rds redshift resource-explorer-2 resourcegroupstaggingapi route53
route53domains s3 s3control sagemaker secretsmanager securityhub servicecatalog ses sesv2 shield
sns sqs ssm sso-admin stepfunctions storagegateway sts support transfer wafv2 workspaces
""".split()
# Two names of one call: the later one is what it is known by.
ALIKE = {
    "GetBucketLifecycle": "GetBucketLifecycleConfiguration",
    "GetBucketNotification": "GetBucketNotificationConfiguration",
    "PutBucketLifecycle": "PutBucketLifecycleConfiguration",
    "PutBucketNotification": "PutBucketNotificationConfiguration",
}


def minimal(shape: Any, depth: int = 0) -> Any:
    """The least input that a shape accepts; label values need encoding where they may."""
    match shape.type_name:
        case "structure" if shape.is_tagged_union:
            name, member = next(iter(shape.members.items()))
            return {name: minimal(member, depth + 1)}
        case "structure":
            names = shape.required_members if depth < 8 else ()
            return {name: minimal(shape.members[name], depth + 1) for name in names}
        case "list":
            return [minimal(shape.member, depth + 1)] if depth < 8 else []
        case "map":
            return {"k": minimal(shape.value, depth + 1)} if depth < 8 else {}
        case "string" if shape.enum:
            return shape.enum[0]
        case "string":
            return "a" if shape.name in ("AccountId", "RequestRoute") else "arn:aws:x/y z"
        case "blob":
            return b"x"
        case "timestamp":
            return datetime(2026, 1, 1, tzinfo=UTC)
        case "boolean":
            return True
        case _:
            return 1


def sent(model: Any) -> Request:
    """The request that the SDK makes of an operation."""
    from botocore.serialize import create_serializer

    serializer = create_serializer(model.service_model.resolved_protocol, False)
    made = serializer.serialize_to_request(
        minimal(model.input_shape) if model.input_shape else {}, model
    )
    path, _, literals = made["url_path"].partition("?")
    query = dict(parse_qsl(literals, keep_blank_values=True))
    pairs = urlencode(made["query_string"] or {}, doseq=True)
    query.update(parse_qsl(pairs, keep_blank_values=True))
    body = made["body"]
    headers = {name.lower(): value for name, value in made["headers"].items()}
    if isinstance(body, dict):
        headers["content-type"] = "application/x-www-form-urlencoded"
        body = urlencode(body, doseq=True).encode()
    return Request(
        method=made["method"],
        path=path,
        query=query,
        headers=headers,
        body=body if isinstance(body, bytes) else b"",
    )


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_is_named(service: str) -> None:
    from botocore.session import Session

    model = Session().get_service_model(service)
    wrong = []
    for name in model.operation_names:
        signing = "s3express" if name == "ListDirectoryBuckets" else model.signing_name
        signed = Signer(access_key="A", region="eu-west-1", service=signing)
        found = resolve(sent(model.operation_model(name)), signed)
        shared = found is not None and found.service == "rds" and service in ("neptune", "docdb")
        if found is None or found.name != ALIKE.get(name, name):
            wrong.append((name, found and found.name))
        elif found.service != service and not shared:
            wrong.append((name, found.service))
    assert wrong == []


def test_labels_of_a_path_are_decoded() -> None:
    request = Request(
        method="GET", path="/v2/tags/arn%3Aaws%3Ax%2Fy", query={}, headers={}, body=b""
    )
    found = resolve(request, Signer(access_key="A", region="", service="apigateway"))
    assert found is not None
    assert (found.name, found.labels) == ("GetTags", {"resource-arn": "arn:aws:x/y"})


def test_calls_are_counted_by_operation_account_and_region(aws: Server) -> None:
    aws.client("iam").list_users()
    aws.client("iam", account="111122223333").list_users()
    aws.client("ec2", "eu-west-1").describe_volumes()
    assert aws.calls() == {"iam:ListUsers": 2, "ec2:DescribeVolumes": 1}
    places = {(call.name, call.account, call.region) for call in aws.calls_by_place()}
    assert ("iam:ListUsers", "111122223333", "us-east-1") in places
    assert ("ec2:DescribeVolumes", "123456789012", "eu-west-1") in places
    aws.reset_calls()
    assert aws.calls() == {}


def test_accounts_are_apart_and_roles_lead_into_them(aws: Server) -> None:
    import boto3

    aws.client("iam", account="111122223333").create_user(UserName="theirs")
    aws.client("iam").create_user(UserName="ours")
    role = "arn:aws:iam::111122223333:role/audit"
    given = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    client = boto3.client(
        "iam",
        region_name="us-east-1",
        endpoint_url=aws.url,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )
    assert [user["UserName"] for user in client.list_users()["Users"]] == ["theirs"]


def test_backends_can_be_filled_without_calls(aws: Server) -> None:
    aws.backend("iam", account="111122223333").create_user("us-east-1", "ada")
    aws.backend("sqs", region="eu-west-1").create_queue("jobs")
    users = aws.client("iam", account="111122223333").list_users()["Users"]
    queues = aws.client("sqs", "eu-west-1").list_queues()["QueueUrls"]
    assert ([user["UserName"] for user in users], len(queues)) == (["ada"], 1)


def test_reset_forgets_resources(aws: Server) -> None:
    aws.client("s3").create_bucket(Bucket="mine")
    aws.reset()
    assert aws.client("s3").list_buckets()["Buckets"] == []


def test_the_environment_is_all_an_unmodified_client_needs(aws_environment: Server) -> None:
    import boto3

    session = boto3.Session()
    control = session.client("s3control")
    block = {"BlockPublicAcls": True}
    control.put_public_access_block(AccountId="123456789012", PublicAccessBlockConfiguration=block)
    answer = control.get_public_access_block(AccountId="123456789012")
    assert answer["PublicAccessBlockConfiguration"]["BlockPublicAcls"] is True
    session.client("s3").create_bucket(Bucket="dotted.name")
    session.client("s3").put_object(Bucket="dotted.name", Key="a b/ü", Body=b"x" * 70_000)
    assert session.client("s3").head_object(Bucket="dotted.name", Key="a b/ü")["ContentLength"]
    assert aws_environment.calls()["s3control:GetPublicAccessBlock"] == 1


MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
STUBS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    (
        "ec2",
        "get_instance_metadata_defaults",
        {},
        {"AccountLevel": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2}},
    ),
    (
        "rds",
        "describe_certificates",
        {},
        {"Certificates": [{"CertificateIdentifier": "rds-ca & <new>", "ValidTill": MOMENT}]},
    ),
    (
        "ssm",
        "describe_instance_patch_states",
        {"InstanceIds": ["i-1"]},
        {
            "InstancePatchStates": [
                {
                    "InstanceId": "i-1",
                    "PatchGroup": "g",
                    "BaselineId": "pb-0123456789abcdef0",
                    "OperationStartTime": MOMENT,
                    "OperationEndTime": MOMENT,
                    "Operation": "Scan",
                }
            ]
        },
    ),
    (
        "accessanalyzer",
        "list_analyzers",
        {},
        {
            "analyzers": [
                {
                    "arn": "arn:x",
                    "name": "n",
                    "type": "ACCOUNT",
                    "createdAt": MOMENT,
                    "status": "ACTIVE",
                }
            ]
        },
    ),
    ("eks", "list_addons", {"clusterName": "c"}, {"addons": ["coredns"], "nextToken": "t"}),
    (
        "route53",
        "list_cidr_collections",
        {},
        {
            "CidrCollections": [
                {"Arn": "arn:aws:route53:::cidr/1", "Id": "00000000-0000-4000-8000-000000000000"}
            ]
        },
    ),
    (
        "s3",
        "get_bucket_request_payment",
        {"Bucket": "b"},
        {"Payer": "Requester"},
    ),
    (
        "s3control",
        "get_access_point_policy_status",
        {"AccountId": "123456789012", "Name": "point"},
        {"PolicyStatus": {"IsPublic": True}},
    ),
    ("cloudwatch", "describe_alarm_contributors", {"AlarmName": "a"}, {"AlarmContributors": []}),
    ("lambda", "list_function_url_configs", {"FunctionName": "f"}, {"FunctionUrlConfigs": []}),
    ("health", "describe_events", {}, {"events": [{"arn": "a", "startTime": MOMENT}]}),
]


@pytest.mark.parametrize(
    ("service", "method", "arguments", "answer"), STUBS, ids=[f"{s[0]}:{s[1]}" for s in STUBS]
)
def test_the_client_reads_a_stub_as_it_was_given(
    aws: Server, service: str, method: str, arguments: dict[str, Any], answer: dict[str, Any]
) -> None:
    client = aws.client(service)
    aws.stub(service, client.meta.method_to_api_mapping[method], answer)
    got = getattr(client, method)(**arguments)
    got.pop("ResponseMetadata")
    assert got == answer


CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("iam", "get_role", {"RoleName": "a/b & c"}),
    ("ec2", "describe_volumes", {"VolumeIds": ["v-1", "v-2"], "MaxResults": 5}),
    ("kms", "list_grants", {"KeyId": "arn:aws:kms:x", "Limit": 5}),
    ("eks", "list_addons", {"clusterName": "a/b", "maxResults": 5}),
    ("s3", "get_bucket_policy", {"Bucket": "mine"}),
    ("s3", "get_object_acl", {"Bucket": "mine", "Key": "a/b c"}),
    ("route53", "list_tags_for_resource", {"ResourceType": "hostedzone", "ResourceId": "Z1"}),
    ("securityhub", "get_findings", {"Filters": {"Id": [{"Value": "x", "Comparison": "EQUALS"}]}}),
]


@pytest.mark.parametrize(
    ("service", "method", "arguments"), CALLS, ids=[f"{c[0]}:{c[1]}" for c in CALLS]
)
def test_a_stub_may_be_a_function_of_its_call(
    aws: Server, service: str, method: str, arguments: dict[str, Any]
) -> None:
    seen: list[tuple[dict[str, Any], str, str]] = []

    def answer(params: dict[str, Any], account: str, region: str) -> Refusal:
        seen.append((params, account, region))
        return Refusal("Seen", "")

    client = aws.client(service, "eu-west-1", account="111122223333")
    aws.stub(service, client.meta.method_to_api_mapping[method], answer)
    assert code(lambda: getattr(client, method)(**arguments)) == "Seen"
    assert seen == [(arguments, "111122223333", "eu-west-1")]


def test_a_stub_may_refuse_or_leave_the_call_to_moto(aws: Server) -> None:
    aws.stub("s3", "GetBucketPolicy", Refusal("NoSuchBucketPolicy", "none", 404))
    aws.stub("iam", "ListUsers", lambda params, account, region: None)
    assert code(lambda: aws.client("s3").get_bucket_policy(Bucket="b")) == "NoSuchBucketPolicy"
    assert aws.client("iam").list_users()["Users"] == []


@pytest.mark.parametrize(
    "answer",
    [
        {"analysers": []},
        {"analyzers": [{"name": "n"}]},
        {"analyzers": "none"},
    ],
    ids=["unknown field", "required field missing", "wrong type"],
)
def test_a_stub_that_the_service_could_not_answer_is_refused(
    aws: Server, answer: dict[str, Any]
) -> None:
    with pytest.raises(StubError):
        aws.stub("accessanalyzer", "ListAnalyzers", answer)


def test_a_stub_for_no_operation_is_refused(aws: Server) -> None:
    with pytest.raises(LookupError):
        aws.stub("accessanalyzer", "ListAnalysers", {})
    with pytest.raises(LookupError):
        aws.stub("nonesuch", "ListThings", {})
    with pytest.raises(LookupError, match="rds:DescribeDBClusters"):
        aws.stub("docdb", "DescribeDBClusters", {})


def test_a_stub_function_that_errs_is_remembered(aws: Server) -> None:
    aws.stub("eks", "ListAddons", lambda params, account, region: {"addon": []})
    assert code(lambda: aws.client("eks").list_addons(clusterName="c")) == "InvalidStub"
    assert "addon" in aws.mistakes[0]
    aws.mistakes.clear()


@pytest.mark.parametrize(
    ("service", "method", "arguments"),
    [
        ("accessanalyzer", "list_analyzers", {}),
        ("resource-explorer-2", "list_indexes", {}),
        ("health", "describe_events", {}),
        ("ssm", "describe_instance_information", {}),
        ("elasticache", "describe_events", {}),
        ("ec2", "describe_client_vpn_endpoints", {}),
        ("eks", "list_addons", {"clusterName": "c"}),
        ("route53", "list_cidr_collections", {}),
        ("s3", "get_bucket_request_payment", {"Bucket": "mine"}),
        ("s3", "list_bucket_intelligent_tiering_configurations", {"Bucket": "mine"}),
    ],
)
def test_what_moto_lacks_is_refused_once(
    aws: Server, service: str, method: str, arguments: dict[str, Any]
) -> None:
    aws.client("s3").create_bucket(Bucket="mine")
    aws.reset_calls()
    client = aws.client(service)
    assert code(lambda: getattr(client, method)(**arguments)) == "NotImplemented"
    assert list(aws.calls().values()) == [1]


# One service of each protocol and each exception, with its words for four faults.
WORDS: list[tuple[str, str, str, str, str, str]] = [
    ("iam", "list_users", "AccessDenied", "Throttling", "ExpiredToken", "SignatureDoesNotMatch"),
    (
        "ec2",
        "describe_volumes",
        "UnauthorizedOperation",
        "RequestLimitExceeded",
        "RequestExpired",
        "RequestExpired",
    ),
    ("s3", "list_buckets", "AccessDenied", "SlowDown", "ExpiredToken", "RequestTimeTooSkewed"),
    (
        "route53",
        "list_hosted_zones",
        "AccessDenied",
        "Throttling",
        "ExpiredToken",
        "SignatureDoesNotMatch",
    ),
    (
        "kms",
        "list_keys",
        "AccessDeniedException",
        "ThrottlingException",
        "ExpiredTokenException",
        "InvalidSignatureException",
    ),
    (
        "lambda",
        "list_functions",
        "AccessDeniedException",
        "ThrottlingException",
        "ExpiredTokenException",
        "InvalidSignatureException",
    ),
    (
        "sns",
        "list_topics",
        "AuthorizationError",
        "Throttling",
        "ExpiredToken",
        "SignatureDoesNotMatch",
    ),
]


@pytest.mark.parametrize(
    ("service", "method", "denied", "throttled", "expired", "skewed"),
    WORDS,
    ids=[row[0] for row in WORDS],
)
def test_faults_speak_as_the_service_does(
    aws: Server,
    service: str,
    method: str,
    denied: str,
    throttled: str,
    expired: str,
    skewed: str,
) -> None:
    client = aws.client(service, **ONCE)
    words = {"denied": denied, "throttled": throttled, "expired": expired, "too_skewed": skewed}
    for kind, word in words.items():
        with aws.faulty("*", kind):
            assert code(getattr(client, method)) == word
    with aws.faulty("*", "server_error"):
        assert status(getattr(client, method)) == 500
    getattr(client, method)()


def test_the_sdk_tries_again_when_throttled(aws: Server) -> None:
    aws.fault("iam:ListUsers", "throttled", times=2)
    client = aws.client("iam", retries={"max_attempts": 3, "mode": "standard"})
    assert client.list_users()["Users"] == []
    assert aws.calls() == {"iam:ListUsers": 3}


def test_a_fault_strikes_only_what_it_names(aws: Server) -> None:
    aws.fault("iam:List*", "denied", account="111122223333")
    aws.fault("*", "denied", region="eu-west-1")
    assert code(aws.client("iam", account="111122223333").list_users) == "AccessDenied"
    assert code(aws.client("ec2", "eu-west-1").describe_volumes) == "UnauthorizedOperation"
    aws.client("iam", account="111122223333").get_account_summary()
    aws.client("iam").list_users()
    aws.client("ec2").describe_volumes()


def test_a_refused_head_has_no_body(aws: Server) -> None:
    aws.fault("s3:HeadBucket", "denied")
    assert code(lambda: aws.client("s3").head_bucket(Bucket="b")) == "403"


def test_a_timeout_hangs_until_the_client_gives_up(aws: Server) -> None:
    from botocore.exceptions import ReadTimeoutError

    client = aws.client("iam", read_timeout=0.3, retries={"max_attempts": 0})
    with aws.faulty("*", Kind.TIMEOUT), pytest.raises(ReadTimeoutError):
        client.list_users()
    assert client.list_users()["Users"] == []


@pytest.mark.parametrize("kind", [Kind.MALFORMED, Kind.TRUNCATED])
def test_bodies_can_be_unreadable(aws: Server, kind: Kind) -> None:
    from botocore.parsers import ResponseParserError

    with aws.faulty("*", kind), pytest.raises(ResponseParserError):
        aws.client("iam", **ONCE).list_users()
    bodies: list[dict[str, Any]] = []
    client = aws.client("kms", **ONCE)
    client.meta.events.register(
        "before-parse.*", lambda response_dict, **_: bodies.append(response_dict)
    )
    client.create_key()
    with aws.faulty("*", kind):
        client.list_keys()
    with pytest.raises(ValueError):
        json.loads(bodies[-1]["body"])
    short = len(bodies[-1]["body"]) < int(bodies[-1]["headers"]["content-length"])
    assert short == (kind is Kind.TRUNCATED)


def test_clocks_can_differ(aws: Server) -> None:
    client = aws.client("iam", **ONCE)
    assert abs(skew(client.list_users())) < 30
    with aws.faulty("*", "skewed"):
        assert abs(skew(client.list_users()) - 3600) < 30


PAGED = [
    ("iam", "list_users"),
    ("ec2", "describe_volumes"),
    ("s3", "list_buckets"),
    ("route53", "list_hosted_zones"),
    ("cloudfront", "list_distributions"),
    ("kms", "list_keys"),
    ("lambda", "list_functions"),
]


@pytest.mark.parametrize(("service", "method"), PAGED, ids=[row[0] for row in PAGED])
def test_pages_can_repeat_or_break(aws: Server, service: str, method: str) -> None:
    from botocore.exceptions import ClientError, PaginationError

    client = aws.client(service, **ONCE)
    paginator = client.get_paginator(method)
    with aws.faulty("*", "repeated_page"), pytest.raises(PaginationError):
        list(paginator.paginate())
    with aws.faulty("*", "broken_page"), pytest.raises(ClientError):
        read = 0
        for _ in paginator.paginate():
            read += 1
    assert read == 1


def test_latency_is_added_to_each_call(aws: Server) -> None:
    client = aws.client("iam")
    client.list_users()
    aws.endpoint.latency_ms = 150
    try:
        start = time.monotonic()
        client.list_users()
        assert time.monotonic() - start >= 0.15
    finally:
        aws.endpoint.latency_ms = 0


def test_it_runs_by_itself_and_is_told_what_to_do() -> None:
    import boto3
    from botocore.config import Config

    with subprocess.Popen(
        [sys.executable, "-m", "auditor_aws.testing"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            environment = json.loads(process.stdout.readline())
            url = environment["AWS_ENDPOINT_URL"]
            client = boto3.client(
                "iam",
                region_name=environment["AWS_REGION"],
                endpoint_url=url,
                aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
                aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
                config=Config(**ONCE),
            )
            client.create_user(UserName="ada")
            control(url, "fault", {"operation": "iam:ListUsers", "kind": "denied"})
            assert code(client.list_users) == "AccessDenied"
            control(url, "clear-faults")
            assert len(client.list_users()["Users"]) == 1
            assert control(url, "calls") == {"iam:CreateUser": 1, "iam:ListUsers": 2}
            control(url, "reset")
            assert client.list_users()["Users"] == []
        finally:
            process.terminate()
    assert process.returncode == 0


def control(url: str, word: str, given: dict[str, Any] | None = None) -> Any:
    request = urllib.request.Request(
        f"{url}/__auditor/{word}",
        data=json.dumps(given or {}).encode(),
        method="GET" if word == "calls" else "POST",
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def code(call: Callable[[], Any]) -> str:
    """The error code with which a call is refused."""
    return str(refusal(call)["Error"]["Code"])


def status(call: Callable[[], Any]) -> int:
    return int(refusal(call)["ResponseMetadata"]["HTTPStatusCode"])


def refusal(call: Callable[[], Any]) -> dict[str, Any]:
    from botocore.exceptions import ClientError

    with pytest.raises(ClientError) as caught:
        call()
    return dict(caught.value.response)


def skew(answer: dict[str, Any]) -> float:
    """Seconds by which the ``Date`` header of an answer is ahead."""
    date = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
    return (date - datetime.now(UTC)).total_seconds()
