"""A stand-in for AWS on 127.0.0.1, for tests, demonstrations and benchmarks.

moto answers; :class:`Server` counts the calls, adds what moto lacks and spoils answers on
request. Needs ``boto3`` and ``moto[server]``. ::

    with Server() as aws:
        aws.client("iam").create_user(UserName="ada")
        aws.stub("accessanalyzer", "ListAnalyzers", {"analyzers": []})
        aws.fault("s3:GetBucketPolicy", "denied")
        subprocess.run([...], env={**os.environ, **aws.environment()})
        assert aws.calls()["iam:CreateUser"] == 1
"""

from __future__ import annotations

from auditor_aws.testing.answers import Refusal, StubError
from auditor_aws.testing.endpoint import Call, access_key
from auditor_aws.testing.faults import Fault, Kind
from auditor_aws.testing.server import ACCOUNT, Server

__all__ = ["ACCOUNT", "Call", "Fault", "Kind", "Refusal", "Server", "StubError", "access_key"]
