"""Certificates, keys, secrets and parameters of a live account."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from auditor.facts import ManagedSecret

NOW = datetime.now(UTC)
ARN = "arn:aws:acm:us-east-1:123456789012:certificate"


def certificate(name: str, days: int, **metadata: object) -> dict[str, object]:
    about = {
        "Type": "AMAZON_ISSUED",
        "Status": "ISSUED",
        "InUse": True,
        "ValidationMethod": "DNS",
        "RenewalEligibility": "ELIGIBLE",
    } | metadata
    return {
        "CertificateArn": f"{ARN}/{name}",
        "X509Attributes": {
            "Subject": {"CommonName": f"{name}.example.com"},
            "SubjectAlternativeNames": [{"DnsName": f"{name}.example.com"}],
            "KeyAlgorithm": "RSA_1024" if name == "weak" else "EC_prime256v1",
            "NotBefore": NOW - timedelta(days=100),
            "NotAfter": NOW + timedelta(days=days, hours=1),
        },
        "CertificateMetadata": {"AcmCertificateMetadata": about},
    }


@pytest.fixture
def certificates(aws):
    answer = {
        "Results": [
            certificate("good", 200, RenewalStatus="SUCCESS"),
            certificate("soon", 5, RenewalStatus="FAILED"),
            certificate("past", -3, Status="EXPIRED"),
            certificate("weak", 200),
            certificate("mail", 200, ValidationMethod="EMAIL"),
            certificate("own", 200, Type="IMPORTED", RenewalEligibility="INELIGIBLE"),
            certificate("idle", 5, InUse=False, RenewalEligibility="INELIGIBLE"),
            certificate("ended", -3, InUse=False, Status="EXPIRED", RenewalStatus="FAILED"),
            certificate(
                "client",
                200,
                InUse=False,
                CertificateKeyPairOrigin="ACME",
                RenewalEligibility="INELIGIBLE",
            ),
            certificate("waiting", 200, Status="PENDING_VALIDATION"),
        ]
    }
    aws.stub("acm", "SearchCertificates", answer)


def test_certificates(certificates, audited):
    """What nothing uses is unused, and nothing else: neither late nor renewed by hand."""
    audit = audited("acm")
    expected = {
        "certificates.expired": {"past"},
        "certificates.expiring": {"soon"},
        "certificates.weak_key": {"weak"},
        "certificates.manual_renewal": {"mail", "own"},
        "certificates.unused": {"idle", "ended"},
        "certificates.not_issued": {"waiting"},
        "certificates.failing_renewal": {"soon"},
    }
    for check, failing in expected.items():
        verdicts = audit.verdicts(check)
        assert {name for name, verdict in verdicts.items() if verdict == "fail"} == failing, check
        assert "unknown" not in verdicts.values(), check
        assert set(verdicts.values()) - {"fail"}, f"{check} passes nothing"
    assert audit.gaps == []
    assert "client" not in audit.verdicts("certificates.unused")
    (ended,) = [
        f.message for f in audit.findings if f.verdict == "fail" and f.resource.endswith("/ended")
    ]
    assert ended == "expired ACM certificate ended.example.com is not in use"


def test_certificates_where_there_is_no_search(aws, audited):
    aws.stub(
        "acm",
        "ListCertificates",
        {
            "CertificateSummaryList": [
                {
                    "CertificateArn": f"{ARN}/listed",
                    "DomainName": "shop.example.com",
                    "Type": "AMAZON_ISSUED",
                    "Status": "ISSUED",
                    "InUse": True,
                    "KeyAlgorithm": "RSA-2048",
                    "NotBefore": NOW - timedelta(days=300),
                    "NotAfter": NOW + timedelta(days=3, hours=1),
                }
            ]
        },
    )
    audit = audited("acm")
    assert audit.verdicts("certificates.expiring") == {"listed": "fail"}
    assert audit.verdicts("certificates.weak_key") == {"listed": "pass"}
    assert audit.verdicts("certificates.manual_renewal") == {"listed": "unknown"}
    assert audit.verdicts("certificates.failing_renewal") == {"listed": "unknown"}


def test_private_authorities(aws, audited):
    def authority(name: str, algorithm: str, days: int) -> dict[str, object]:
        return {
            "Arn": f"arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/{name}",
            "Type": "ROOT",
            "Status": "ACTIVE",
            "NotBefore": NOW - timedelta(days=3000),
            "NotAfter": NOW + timedelta(days=days, hours=1),
            "CertificateAuthorityConfiguration": {
                "KeyAlgorithm": algorithm,
                "SigningAlgorithm": "SHA256WITHRSA",
                "Subject": {"CommonName": name},
            },
        }

    aws.stub(
        "acm-pca",
        "ListCertificateAuthorities",
        {
            "CertificateAuthorities": [
                authority("old", "RSA_2048", 20),
                authority("new", "ML_DSA_65", 3000),
            ]
        },
    )
    audit = audited("acmpca")
    assert audit.verdicts("certificates.expiring") == {"old": "fail", "new": "pass"}
    assert audit.verdicts("encryption.no_post_quantum") == {"old": "fail", "new": "pass"}
    assert audit.verdicts("certificates.weak_key") == {"old": "pass"}


def test_keys(aws, audited):
    kms = aws.client("kms")
    public = json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}
            ],
        }
    )
    made = {
        "rotating": kms.create_key()["KeyMetadata"]["KeyId"],
        "still": kms.create_key()["KeyMetadata"]["KeyId"],
        "public": kms.create_key(Policy=public)["KeyMetadata"]["KeyId"],
        "signing": kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"][
            "KeyId"
        ],
        "going": kms.create_key()["KeyMetadata"]["KeyId"],
        "off": kms.create_key()["KeyMetadata"]["KeyId"],
        "wide": kms.create_key(MultiRegion=True)["KeyMetadata"]["KeyId"],
    }
    for name in ("rotating", "public", "wide"):
        kms.enable_key_rotation(KeyId=made[name])
    kms.schedule_key_deletion(KeyId=made["going"], PendingWindowInDays=7)
    kms.disable_key(KeyId=made["off"])
    names = {key: name for name, key in made.items()}

    def failing(audit, check):
        verdicts = audit.verdicts(check)
        assert set(verdicts.values()) <= {"pass", "fail", "not-applicable"}
        return {names[key] for key, verdict in verdicts.items() if verdict == "fail"}

    audit = audited("kms")
    assert failing(audit, "secrets.key_rotation_disabled") == {"still"}
    assert failing(audit, "secrets.key_pending_deletion") == {"going"}
    assert failing(audit, "secrets.disabled_key") == {"off"}
    assert failing(audit, "secrets.multi_region_key") == {"wide"}
    assert failing(audit, "access.public_principal") == {"public"}

    assert aws.calls()["kms:GetKeyRotationStatus"] == 4  # of those that can rotate

    with aws.faulty("kms:GetKeyRotationStatus", "denied"):
        audit = audited("kms")
    verdicts = audit.verdicts("secrets.key_rotation_disabled")
    assert set(verdicts.values()) == {"unknown"}
    (gap,) = audit.gaps
    assert "grant kms:GetKeyRotationStatus" in gap.detail
    assert failing(audit, "secrets.key_pending_deletion") == {"going"}


def test_secrets_and_parameters(aws, audited):
    manager, ssm = aws.client("secretsmanager"), aws.client("ssm")
    manager.create_secret(Name="shop/database", SecretString="canary-Xk29-value")
    ssm.put_parameter(Name="/shop/open", Value="canary-Yk30-value", Type="String")
    image = {"Value": "ami-0123456789abcdef0", "DataType": "aws:ec2:image"}
    ssm.put_parameter(Name="/shop/image", Type="String", **image)
    ssm.put_parameter(Name="/shop/closed", Value="canary-Zk31-value", Type="SecureString")
    document = json.dumps({"schemaVersion": "2.2", "mainSteps": []})
    ssm.create_document(Name="shared", Content=document, DocumentType="Command")
    ssm.modify_document_permission(Name="shared", PermissionType="Share", AccountIdsToAdd=["all"])
    ssm.create_document(Name="private", Content=document, DocumentType="Command")

    audit = audited("secretsmanager", "ssm")
    assert set(audit.verdicts("secrets.rotation_disabled").values()) == {"fail"}
    assert audit.verdicts("exposure.public_data_store") == {"shared": "fail", "private": "pass"}
    assert audit.verdicts("secrets.unencrypted_parameter") == {"open": "fail", "closed": "pass"}
    (secret,) = [
        fact for fact in audit.of(ManagedSecret) if "secretsmanager" in fact.origin.address
    ]
    assert isinstance(secret.created, datetime)
    assert not any(b"canary-" in content for content in audit.evidence)
    (left_out,) = [item for item in audit.populations if item.source == "policies of secrets"]
    assert left_out.excluded == {"set secret_policies in [aws] to read them, one call each": 1}

    manager.put_resource_policy(
        SecretId="shop/database",
        ResourcePolicy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "secretsmanager:GetSecretValue",
                        "Resource": "*",
                    }
                ],
            }
        ),
    )
    audit = audited("secretsmanager", secret_policies=True)
    assert set(audit.verdicts("access.public_principal").values()) == {"fail"}


def test_secrets_that_a_service_manages_are_left_to_it(aws, audited):
    """Nobody but AppFlow can rotate its secret; RDS does so with its own."""
    made = NOW - timedelta(days=400)
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
    secret = {"CreatedDate": made, "LastChangedDate": made}
    listed = [
        {"ARN": f"{arn}mine", "Name": "mine", **secret, "LastAccessedDate": NOW},
        {"ARN": f"{arn}flow", "Name": "appflow!flow", **secret, "OwningService": "appflow"},
        {
            "ARN": f"{arn}orders",
            "Name": "rds!orders",
            **secret,
            "OwningService": "rds",
            "RotationEnabled": True,
            "RotationRules": {"AutomaticallyAfterDays": 7},
            "LastRotatedDate": NOW - timedelta(days=3),
        },
        {"ARN": f"{arn}copy", "Name": "copy", **secret, "PrimaryRegion": "eu-west-1"},
    ]
    aws.stub("secretsmanager", "ListSecrets", {"SecretList": listed})
    audit = audited("secretsmanager")
    assert audit.verdicts("secrets.rotation_disabled") == {
        "mine": "fail",
        "orders": "pass",
        "orders#rotation_days": "pass",
    }
    assert audit.verdicts("secrets.not_rotated") == {"mine": "fail", "orders": "pass"}
    assert audit.verdicts("secrets.unused_secret") == {"mine": "pass"}
    assert audit.verdicts("encryption.customer_managed_key") == {"mine": "fail"}


def test_a_key_that_goes_with_its_last_replica_has_no_date(aws, audited):
    key = aws.client("kms").create_key(MultiRegion=True)["KeyMetadata"]
    about = {
        **key,
        "KeyState": "PendingReplicaDeletion",
        "MultiRegionConfiguration": {"MultiRegionKeyType": "PRIMARY"},
    }
    aws.stub("kms", "DescribeKey", {"KeyMetadata": about})
    audit = audited("kms")
    for check in (
        "secrets.key_pending_deletion",
        "secrets.disabled_key",
        "secrets.key_rotation_disabled",
    ):
        assert set(audit.verdicts(check).values()) <= {"unknown"}, check
