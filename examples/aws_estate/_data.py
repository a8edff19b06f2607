"""What the shop keeps: buckets, databases, queues, secrets and keys."""

from __future__ import annotations

import json
from datetime import timedelta

from aws_estate._people import document
from aws_estate._place import NOW, REGIONS, SHOP, Ground

_GUARDS = (
    "BlockPublicAcls",
    "IgnorePublicAcls",
    "BlockPublicPolicy",
    "RestrictPublicBuckets",
)


def buckets(ground: Ground) -> None:
    """Plant a guarded bucket and a public one; the member account has a public one too."""
    s3 = ground.server.client("s3")
    for name in ("invoices", "exports"):
        s3.create_bucket(Bucket=f"shop-{name}", ObjectOwnership="BucketOwnerEnforced")
        ground.names[f"bucket.{name}"] = f"arn:aws:s3:::shop-{name}"
        rules = [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        s3.put_bucket_encryption(
            Bucket=f"shop-{name}", ServerSideEncryptionConfiguration={"Rules": rules}
        )
    s3.put_public_access_block(
        Bucket="shop-invoices", PublicAccessBlockConfiguration=dict.fromkeys(_GUARDS, True)
    )
    s3.put_bucket_versioning(Bucket="shop-invoices", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_policy(Bucket="shop-invoices", Policy=_encrypted_only("shop-invoices"))
    s3.put_bucket_policy(Bucket="shop-exports", Policy=_for_everybody("shop-exports"))
    other = ground.server.client("s3", account=ground.member)
    other.create_bucket(Bucket="lab-results", ObjectOwnership="BucketOwnerEnforced")
    other.put_bucket_policy(Bucket="lab-results", Policy=_for_everybody("lab-results"))
    ground.names["bucket.results"] = "arn:aws:s3:::lab-results"


def _for_everybody(bucket: str) -> str:
    return document(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{bucket}/*",
        }
    )


def _encrypted_only(bucket: str) -> str:
    return document(
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    )


def databases(ground: Ground) -> None:
    """Plant a sound database and one that has every fault; a table with its twin."""
    rds = ground.server.client("rds")
    for name, sound in (("orders", True), ("sessions", False)):
        made = rds.create_db_instance(
            DBInstanceIdentifier=name,
            Engine="postgres",
            EngineVersion="17.2" if sound else "12.17",
            DBInstanceClass="db.t3.medium",
            AllocatedStorage=50,
            MasterUsername="shop",
            MasterUserPassword="not-a-secret-here",
            StorageEncrypted=sound,
            PubliclyAccessible=not sound,
            BackupRetentionPeriod=14 if sound else 0,
            DeletionProtection=sound,
            MultiAZ=sound,
            CACertificateIdentifier="rds-ca-rsa2048-g1" if sound else "rds-ca-2019",
        )
        ground.names[f"database.{name}"] = made["DBInstance"]["DBInstanceArn"]
    authorities = [
        {
            "CertificateIdentifier": name,
            "CertificateType": "CA",
            "CertificateArn": ground.arn("rds", f"cert:{name}"),
            "ValidFrom": NOW - timedelta(days=1500),
            "ValidTill": NOW + timedelta(days=days),
        }
        for name, days in (("rds-ca-2019", -95), ("rds-ca-rsa2048-g1", 12_000))
    ]
    ground.server.stub("rds", "DescribeCertificates", {"Certificates": authorities})
    dynamodb = ground.server.client("dynamodb")
    for name, sound in (("carts", True), ("clicks", False)):
        made = dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            DeletionProtectionEnabled=sound,
        )
        ground.names[f"table.{name}"] = made["TableDescription"]["TableArn"]
    dynamodb.update_continuous_backups(
        TableName="carts",
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )


def messages(ground: Ground) -> None:
    """Plant a topic and a queue that everybody may use, and their twins."""
    sns, sqs = ground.server.client("sns"), ground.server.client("sqs")
    for name in ("orders", "open"):
        topic = sns.create_topic(Name=name)["TopicArn"]
        url = sqs.create_queue(QueueName=name, Attributes={"SqsManagedSseEnabled": "true"})[
            "QueueUrl"
        ]
        ground.names[f"topic.{name}"] = topic
        ground.names[f"queue.{name}"] = ground.arn("sqs", name)
        if name == "open":
            for service in ("sns", "sqs"):
                _open(ground, service, topic, url)


def _open(ground: Ground, service: str, topic: str, url: str) -> None:
    action, on = (
        ("sns:Publish", topic) if service == "sns" else ("sqs:*", ground.arn("sqs", "open"))
    )
    policy = document({"Effect": "Allow", "Principal": "*", "Action": action, "Resource": on})
    client = ground.server.client(service)
    if service == "sns":
        client.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    else:
        client.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})


def secrets(ground: Ground) -> None:
    """Plant secrets, parameters and keys that are renewed, and some that are not."""
    kms = ground.server.client("kms")
    for name in ("data", "still", "going"):
        made = kms.create_key(Description=name)["KeyMetadata"]
        ground.names[f"key.{name}"] = made["Arn"]
        if name != "still":
            kms.enable_key_rotation(KeyId=made["KeyId"])
    kms.schedule_key_deletion(
        KeyId=ground.names["key.going"].rpartition("/")[2], PendingWindowInDays=7
    )
    for key in ground.server.backend("kms", SHOP, REGIONS[0]).keys.values():
        if key.arn not in ground.names.values():
            key.key_manager = "AWS"
    manager = ground.server.client("secretsmanager")
    for name in ("shop/database", "shop/legacy"):
        made = manager.create_secret(Name=name, SecretString=json.dumps({"user": "shop"}))
        ground.names[f"secret.{name.rpartition('/')[2]}"] = made["ARN"]
    kept = ground.server.backend("secretsmanager", SHOP, REGIONS[0]).secrets
    database, legacy = kept["shop/database"], kept["shop/legacy"]
    database.rotation_enabled = database.rotation_requested = True
    database.auto_rotate_after_days = 30
    database.rotation_lambda_arn = ground.arn("lambda", "function:rotate")
    database.last_rotation_date = (NOW - timedelta(days=5)).timestamp()
    legacy.created_date = (NOW - timedelta(days=800)).timestamp()
    ssm = ground.server.client("ssm")
    for name, kind in (("open", "String"), ("closed", "SecureString")):
        ssm.put_parameter(Name=f"/shop/{name}", Value="shop", Type=kind)
        ground.names[f"parameter.{name}"] = ground.arn("ssm", f"parameter/shop/{name}")
