"""What is taken for a secret, and what is not."""

from __future__ import annotations

import base64
import gzip
import itertools
import json
from urllib.parse import quote

import pytest

from auditor.redaction import decoded, find
from auditor.redaction.encodings import MAX_INFLATED, inflate

AWS_ID = "AKIAIOSFODNN7EXAMPLE"
AWS_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA04up8hoqzS1\n-----END RSA PRIVATE KEY-----"
JWT = f"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.{'dozjgNryP4J3jVmN'}"

HITS = [
    ("AWS access key", f'access_key = "{AWS_ID}"', AWS_ID),
    ("AWS access key", "id: ASIAQWERTYUIOPASDFGH;", "ASIAQWERTYUIOPASDFGH"),
    ("AWS secret key", f"export AWS_SECRET_ACCESS_KEY={AWS_SECRET}\n", AWS_SECRET),
    ("AWS secret key", f'secret_key = "{AWS_SECRET}"', AWS_SECRET),
    ("AWS secret key", f"s3cfg {AWS_SECRET} {AWS_ID}", AWS_SECRET),
    (
        "GitHub token",
        "git clone https://x:ghp_" + "a1B2" * 9 + "@github.com/a/b",
        "ghp_" + "a1B2" * 9,
    ),
    ("GitHub token", "github_pat_" + "a1B2c3_" * 5, "github_pat_" + "a1B2c3_" * 5),
    ("GitLab token", "PRIVATE-TOKEN: glpat-" + "a1B2c" * 4, "glpat-" + "a1B2c" * 4),
    ("Slack token", "xoxb-123456789012-abcdefABCDEF", "xoxb-123456789012-abcdefABCDEF"),
    (
        "Slack webhook",
        "https://hooks.slack.com/services/T01234567/B01234567/" + "aB3d" * 6,
        "T01234567/B01234567/" + "aB3d" * 6,
    ),
    ("Stripe key", "sk_live_" + "4eC39HqL" * 2, "sk_live_" + "4eC39HqL" * 2),
    ("Google API key", "AIza" + "Sy3" * 11 + "ab", "AIza" + "Sy3" * 11 + "ab"),
    ("Azure storage key", f"AccountName=a;AccountKey={'aB3+' * 21}aA==;", "aB3+" * 21 + "aA=="),
    ("Azure client secret", "abc8Q~" + "x1Y2z" * 6 + "q1-w", "abc8Q~" + "x1Y2z" * 6 + "q1-w"),
    (
        "SendGrid key",
        "SG." + "a1B2c3D4" * 2 + "." + "e5F6" * 8,
        "SG." + "a1B2c3D4" * 2 + "." + "e5F6" * 8,
    ),
    ("npm token", "npm_" + "a1B2c3" * 6, "npm_" + "a1B2c3" * 6),
    ("PyPI token", "pypi-AgEIcHlwaS5vcmc" + "a1B2c" * 12, "pypi-AgEIcHlwaS5vcmc" + "a1B2c" * 12),
    ("Twilio key", "SK" + "0a1b2c3d" * 4, "SK" + "0a1b2c3d" * 4),
    ("JSON web token", f"jwt {JWT}", JWT),
    ("Databricks token", "dapi" + "0a1b2c3d" * 4, "dapi" + "0a1b2c3d" * 4),
    ("Vault token", "hvs." + "CAESIJa1B2" * 3, "hvs." + "CAESIJa1B2" * 3),
    (
        "Terraform Cloud token",
        "Zx1Zx1Zx1Zx1Zx.atlasv1." + "aB3dE" * 12,
        "Zx1Zx1Zx1Zx1Zx.atlasv1." + "aB3dE" * 12,
    ),
    ("Anthropic key", "sk-ant-api03-" + "a1B2" * 10, "sk-ant-api03-" + "a1B2" * 10),
    (
        "OpenAI key",
        "sk-" + "a1B2" * 5 + "T3BlbkFJ" + "a1B2" * 5,
        "sk-" + "a1B2" * 5 + "T3BlbkFJ" + "a1B2" * 5,
    ),
    ("private key", f"x {PEM} y", PEM),
    ("private key", json.dumps({"private_key": PEM}), json.dumps(PEM)[1:-1]),
    ("encrypted private key", PEM.replace("RSA", "ENCRYPTED"), PEM.replace("RSA", "ENCRYPTED")),
    ("password in a URL", "postgres://app:hunter2!@db.internal/app", "hunter2!"),
    ("authorization header", "curl -H 'Authorization: Basic dXNlcjpodW50ZXIy'", "dXNlcjpodW50ZXIy"),
    ("password", 'password = "hunter2"', "hunter2"),
    ("password", 'master_password="S3cr3t pass"'.replace(" pass", ""), "S3cr3t"),
    ("password", "DB_PASS=hunter2 ./run", "hunter2"),
    ("password", "export PGPASSWORD='hunter2'", "hunter2"),
    ("password", "  mysql_root_password: hunter2\n", "hunter2"),
    ("password", '{"adminPassword": "hunter2"}', "hunter2"),
    ("password", r"{\"password\": \"hunter2\"}", "hunter2"),
    ("password", '{"name":"DB_PASSWORD","value":"hunter2"}', "hunter2"),
    ("password", "Server=db;User Id=sa;Password=hunter2;", "hunter2"),
    ("password", '${cond} password = "pa$$w0rd"', "pa$$w0rd"),
    ("password on a command line", "redis-cli -h db -a hunter2 ping", "hunter2"),
    ("password", "requirepass: hunter2", "hunter2"),
    ("secret", 'client_secret = "8f14e45fceea167a"', "8f14e45fceea167a"),
    ("secret key", "SECRET_KEY_BASE: 8f14e45fceea167a8f14e45f", "8f14e45fceea167a8f14e45f"),
    (
        "secret key",
        'SECRET_KEY = "django-insecure-a1b2c3d4e5f6a7b8c9d0"',
        "django-insecure-a1b2c3d4e5f6a7b8c9d0",
    ),
    ("token", "token: ci-8f14e45fceea167a8f14e45fceea167a", "ci-8f14e45fceea167a8f14e45fceea167a"),
    ("token", "VAULT_DEV_ROOT_TOKEN_ID=8f14e45fceea167a", "8f14e45fceea167a"),
    ("token", 'GITHUB_TOKEN: "0a1b2c3d4e5f"', "0a1b2c3d4e5f"),
    (
        "API key",
        'datadog_api_key = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"',
        "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    ),
]


@pytest.mark.parametrize(("kind", "text", "value"), HITS)
def test_a_secret_is_found_where_it_stands(kind: str, text: str, value: str) -> None:
    hit = next(hit for hit in find(text) if hit.value == value)
    assert hit.kind == kind
    assert text[hit.start : hit.end] == value


@pytest.mark.parametrize(
    "text",
    [
        "password = var.db_password",
        "password = random_password.db.result",
        'password = "${var.db_password}"',
        'password = "${data.aws_ssm_parameter.db.value}"',
        'password = ""',
        "password = null",
        'password = "CHANGE_ME"',
        'password = "changeme"',
        'password = "<your password>"',
        'password = "xxxxxxxx"',
        'password = "********"',
        'password = "example"',
        'password = "dummy-password"',
        'password = "todo"',
        "PASSWORD=$DB_PASSWORD",
        "PASSWORD=${DB_PASSWORD:-}",
        "PASSWORD=$(aws ssm get-parameter --name /db)",
        "PASSWORD={{ password }}",
        "passwd:\n  users:\n    - name: core",
        "channel_credentials:\n  ssl_credentials:\n    root_certificate_file: a.pem",
        'token = "$slack-token"',
        '"k8s_auth_token": "__SERVICEACCOUNT_TOKEN__"',
        'stored_secret = "git@github.com:example/app.git"',
        'credential = "team@example.com"',
        'key_password = "admin/db_password"',
        'format_api_key = "/grafana/%s/api_key"',
        "connect(user=user, password=password)",
        "token=get_token()",
        'secret_name = "prod/db"',
        'secret_arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"',
        'secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"',
        'secret = "my-app-secret"',
        'password_secret = "/prod/db/password"',
        'kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456"',
        'kms_master_key_id = "alias/aws/sns"',
        'token_key = "id"',
        'api_token_id = "8f14e45fceea167a"',
        'knowledge_base = "8f14e45fceea167a"',
        "passwd: files systemd\npasswd:   compat",
        "redis-cli -a $REDIS_PASSWORD ping",
        'token_ttl = "3600"',
        'key_name = "deployer-key"',
        'hash_key = "LockID"',
        'public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7Q1x2 me@host"',
        'http_tokens = "required"',
        "enable_password_reset = true",
        'password_policy = "strict-2024"',
        'password_length = "24"',
        'sha = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
        'token = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
        'id = "6f9619ff-8b86-d011-b42d-00c04fc964ff"',
        "commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END CERTIFICATE-----",
        "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n${var.private_key_pem_content}\n-----END PRIVATE KEY-----",
        "https://user:${var.password}@example.com/",
        "https://user:password@example.com/",
        "https://example.com:8443/path@v2",
        "mailto://team@example.com",
        'description = "The password: see the wiki"',
        'variable "db_password" {\n  type = string\n  description = "Password of the database"\n}',
        "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
        "prefixAKIAIOSFODNN7EXAMPLE",
        'image = "app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"',
        "İstanbul password = var.x",
        "",
    ],
)
def test_ordinary_configuration_raises_no_alarm(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("context", "text", "kind"),
    [
        ("master_password", "hunter2", "password"),
        ("environment.variables.API_KEY", "0a1b2c3d4e5f", "API key"),
        ("secret_access_key", AWS_SECRET, "secret key"),
        ("password_policy", "hunter2", None),
        ("password", "${var.x}", None),
        ("description", "hunter2", None),
        ("password_secret_arn", "hunter2", None),
    ],
)
def test_the_name_of_the_whole_text_counts(context: str, text: str, kind: str | None) -> None:
    assert [hit.kind for hit in find(text, context)] == ([kind] if kind else [])


def test_hits_come_in_order_without_overlaps() -> None:
    text = f'password = "{AWS_ID}" token = "0a1b2c3d4e5f" AKIAIOSFODNN7EXAMPLE'
    hits = find(text)
    assert len(hits) == 3
    assert all(one.end <= other.start for one, other in itertools.pairwise(hits))


def test_a_hit_does_not_show_its_value() -> None:
    assert "hunter2" not in repr(find('password = "hunter2"'))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (base64.b64encode(b"export TOKEN=hunter2").decode(), "base64"),
        (base64.urlsafe_b64encode(b"export TOKEN=hunter2>>?").decode().rstrip("="), "base64"),
        (base64.encodebytes(b"export TOKEN=hunter2 " * 9).decode(), "base64"),
        (base64.b64encode(gzip.compress(b"export TOKEN=hunter2", mtime=0)).decode(), "base64+gzip"),
        ("x=" + quote("export TOKEN=hunter2"), "url"),
        (json.dumps({"a": json.dumps({"TOKEN": "hunter2"})}), "json"),
        (
            base64.b64encode(json.dumps({"a": quote("a b hunter2", safe="")}).encode()).decode(),
            "base64/url",
        ),
    ],
)
def test_other_forms_of_text_are_read(text: str, form: str) -> None:
    assert form in {path for path, inner in decoded(text) if "hunter2" in inner}


def test_a_bomb_stays_small() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(inflate(bomb)) == MAX_INFLATED
    texts = list(decoded(base64.b64encode(bomb).decode()))
    assert [len(text) for _, text in texts[:1]] == [MAX_INFLATED]


@pytest.mark.parametrize(
    "text",
    [
        "A" * 200_000,
        "%" * 50_000,
        '"\\' * 50_000,
        "://" * 50_000,
        "password=" * 30_000,
        "key" * 60_000,
        "-----BEGIN PRIVATE KEY-----" * 5_000,
        "a%41" * 50_000,
        "AKIA" + "A" * 100_000,
    ],
    ids=lambda text: text[:20],
)
def test_hostile_text_ends_soon(text: str) -> None:
    find(text)
    assert sum(1 for _ in decoded(text)) < 200_000
