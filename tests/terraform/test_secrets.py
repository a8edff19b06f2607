"""What is told about secrets in configuration, and what is hidden from every output."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from auditor.facts import InspectedText
from auditor_resources.translate import Context
from auditor_resources.translate._secrets import SecretSearch
from auditor_terraform.modules import Inputs, load_root

AWS_ID = "AKIAIOSFODNN7EXAMPLE"
AWS_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SCRIPT = f"#!/bin/sh\nexport AWS_ACCESS_KEY_ID={AWS_ID}\n"
BASE64 = base64.b64encode(SCRIPT.encode()).decode()
GZIP = base64.b64encode(gzip.compress(SCRIPT.encode(), mtime=0)).decode()
PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA04up8hoqzS1\n-----END RSA PRIVATE KEY-----"


def inspect(folder: Path, text: str) -> tuple[list[InspectedText], set[str]]:
    (folder / "main.tf").write_text(text)
    estate = load_root(folder, folder, Inputs(), None)
    search = SecretSearch(estate)
    hidden = set(search.sensitive())
    facts = list(search.facts(Context(estate, "", {}), lambda value: f"<{len(value)}>"))
    for value in hidden:
        assert value not in repr(facts)
    return facts, hidden


def resource(kind: str, body: str) -> str:
    return f'resource "{kind}" "x" {{\n{body}\n}}\n'


EXPOSED = [
    ("user-data", resource("aws_instance", f"user_data = <<EOF\n{SCRIPT}EOF"), "user_data", AWS_ID),
    (
        "user-data",
        resource("aws_instance", f'user_data_base64 = "{BASE64}"'),
        "user_data_base64",
        AWS_ID,
    ),
    ("user-data", resource("aws_launch_template", f'user_data = "{GZIP}"'), "user_data", AWS_ID),
    (
        "user-data",
        resource("aws_launch_template", f'user_data = base64encode("T={AWS_ID}")'),
        "user_data",
        AWS_ID,
    ),
    (
        "user-data",
        resource("azurerm_linux_virtual_machine", f'custom_data = base64encode("{AWS_ID}")'),
        "custom_data",
        AWS_ID,
    ),
    (
        "user-data",
        resource(
            "google_compute_instance",
            'metadata = { startup-script = "export DB_PASSWORD=hunter2" }',
        ),
        "metadata.startup-script",
        "hunter2",
    ),
    (
        "user-data",
        resource("google_compute_instance", 'metadata_startup_script = "DB_PASSWORD=hunter2 run"'),
        "metadata_startup_script",
        "hunter2",
    ),
    (
        "environment",
        resource(
            "aws_lambda_function", 'environment {\n variables = { DB_PASSWORD = "hunter2" }\n}'
        ),
        "environment[0].variables.DB_PASSWORD",
        "hunter2",
    ),
    (
        "environment",
        resource(
            "aws_ecs_task_definition",
            'container_definitions = jsonencode([{ name = "a", '
            'environment = [{ name = "DB_PASSWORD", value = "horse battery staple" }] }])',
        ),
        "container_definitions[0].environment[0].DB_PASSWORD",
        "horse battery staple",
    ),
    (
        "environment",
        resource(
            "aws_lambda_function", f'environment {{\n variables = {{ access = "{AWS_ID}" }}\n}}'
        ),
        "environment[0].variables.access",
        AWS_ID,
    ),
    (
        "environment",
        resource(
            "aws_ecs_task_definition",
            'container_definitions = jsonencode([{ name = "a", '
            "image = aws_ecr_repository.x.repository_url, "
            'environment = [{ name = "DB_PASSWORD", value = "hunter2" }] }])',
        )
        + resource("aws_ecr_repository", ""),
        "container_definitions[0].environment[0].DB_PASSWORD",
        "hunter2",
    ),
    (
        "environment",
        resource(
            "aws_ecs_task_definition",
            "container_definitions = <<EOF\n"
            '[{"name": "${var.n}", "environment": [{"name": "DB_PASSWORD", "value": "hunter2"}]}]\n'
            "EOF",
        )
        + 'variable "n" {}',
        "container_definitions[0].environment[0].DB_PASSWORD",
        "hunter2",
    ),
    (
        "environment",
        resource(
            "aws_codebuild_project",
            "environment {\n"
            " environment_variable {\n"
            '  name = "API_KEY"\n'
            '  value = "0a1b2c3d4e5f"\n'
            " }\n"
            "}",
        ),
        "environment[0].environment_variable[0].API_KEY",
        "0a1b2c3d4e5f",
    ),
    (
        "environment",
        resource("azurerm_linux_web_app", 'app_settings = { API_TOKEN = "0a1b2c3d4e5f" }'),
        "app_settings.API_TOKEN",
        "0a1b2c3d4e5f",
    ),
    (
        "environment",
        resource(
            "google_cloud_run_service",
            "template {\n"
            " spec {\n"
            " containers {\n"
            " env {\n"
            ' name = "DB_PASSWORD"\n'
            ' value = "hunter2"\n'
            " }\n"
            " }\n"
            " }\n"
            "}",
        ),
        "template[0].spec[0].containers[0].env[0].DB_PASSWORD",
        "hunter2",
    ),
    ("provider", f'provider "aws" {{\n access_key = "{AWS_ID}"\n}}', "access_key", AWS_ID),
    ("provider", f'provider "aws" {{\n secret_key = "{AWS_SECRET}"\n}}', "secret_key", AWS_SECRET),
    (
        "provider",
        'provider "datadog" {\n api_key = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"\n}',
        "api_key",
        "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    ),
    ("code", resource("aws_db_instance", 'password = "hunter2"'), "password", "hunter2"),
    ("code", resource("aws_db_instance", 'password = "changeme"'), "password", "changeme"),
    (
        "code",
        resource("aws_db_instance", "password = var.p") + 'variable "p" { default = "hunter2" }',
        "password",
        "hunter2",
    ),
    (
        "code",
        resource("google_container_cluster", 'master_auth {\n password = "hunter2"\n}'),
        "master_auth[0].password",
        "hunter2",
    ),
    (
        "code",
        resource(
            "aws_secretsmanager_secret_version",
            'secret_string = jsonencode({ user = "app", password = "hunter2" })',
        ),
        "secret_string.password",
        "hunter2",
    ),
    (
        "code",
        resource("aws_ssm_parameter", 'type = "SecureString"\n value = "sesame-open"'),
        "value",
        "sesame-open",
    ),
    ("code", resource("tls_thing", f"body = <<EOF\n{PEM}\nEOF"), "body", PEM),
    ("code", 'variable "db_password" {\n default = "hunter2"\n}', "default", "hunter2"),
    ("code", f'variable "other" {{\n default = {{ a = "{AWS_ID}" }}\n}}', "default.a", AWS_ID),
    ("code", 'locals {\n db_password = "hunter2"\n}', "db_password", "hunter2"),
    ("code", 'output "db_password" {\n value = "hunter2"\n}', "value", "hunter2"),
]


@pytest.mark.parametrize(("medium", "text", "at", "value"), EXPOSED)
def test_a_secret_is_told_by_its_place_and_hidden(
    tmp_path: Path, medium: str, text: str, at: str, value: str
) -> None:
    facts, hidden = inspect(tmp_path, text)
    found = [item for fact in facts if fact.medium == medium for item in fact.exposed]
    item = next(item for item in found if item.at == at)
    assert item.marker == f"<{len(value)}>"
    assert item.place is not None
    assert item.place.file == "main.tf"
    assert value in hidden


@pytest.mark.parametrize(
    ("medium", "text"),
    [
        ("user-data", resource("aws_instance", 'user_data = "#!/bin/sh\\nyum update -y"')),
        ("user-data", resource("aws_instance", "user_data = data.cloudinit_config.x.rendered")),
        ("user-data", resource("aws_instance", "user_data = var.x") + 'variable "x" {}'),
        (
            "environment",
            resource(
                "aws_lambda_function",
                "environment {\n"
                ' variables = { STAGE = "prod", DB_PASSWORD_ARN = '
                '"arn:aws:ssm:eu-west-1:123456789012:parameter/db" }\n'
                "}",
            ),
        ),
        (
            "environment",
            resource(
                "aws_lambda_function",
                "environment {\n variables = { DB_PASSWORD = data.aws_ssm_parameter.db.value }\n}",
            ),
        ),
        (
            "environment",
            resource(
                "aws_codebuild_project",
                "environment {\n"
                " environment_variable {\n"
                '  name = "API_KEY"\n'
                '  type = "PARAMETER_STORE"\n'
                ' value = "api-key-2024"\n'
                " }\n"
                " environment_variable {\n"
                '  name = "STAGE"\n'
                ' value = "prod"\n'
                " }\n"
                "}",
            ),
        ),
        ("provider", 'provider "aws" {\n region = "eu-west-1"\n}'),
        ("code", resource("aws_db_instance", "password = random_password.db.result")),
        (
            "code",
            resource("aws_db_instance", "password = var.p") + 'variable "p" { sensitive = true }',
        ),
        ("code", resource("aws_secretsmanager_secret_version", 'secret_string = "CHANGE_ME"')),
        (
            "code",
            'variable "db_password" {\n'
            " type = string\n"
            ' description = "Secret2024 of the database"\n'
            "}\n"
            'variable "db_password_two" {\n'
            ' default = ""\n'
            "}",
        ),
    ],
)
def test_clean_text_is_told_too(tmp_path: Path, medium: str, text: str) -> None:
    facts, _ = inspect(tmp_path, text)
    assert [fact.exposed for fact in facts] == [()] * len(facts)
    assert [fact.unread for fact in facts] == [None] * len(facts)
    told = {fact.medium for fact in facts}
    assert medium in told or 'default = ""' in text


@pytest.mark.parametrize(
    "body",
    [
        'password_policy = "strict-2024"',
        'kms_key_id = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456"',
        'secret_name = "prod/db"',
        'key_name = "deployer"',
        "manage_master_user_password = true",
        'master_user_secret_kms_key_id = "alias/db"',
        'auth_token_update_strategy = "ROTATE"',
        'parameter {\n name = "password_encryption"\n value = "scram-sha-256"\n}',
        'metadata_options {\n http_tokens = "required"\n}',
        'tags = { Name = "token-service" }',
        'public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7Q1x2 me@host"',
    ],
)
def test_ordinary_arguments_are_no_matter_of_secrets(tmp_path: Path, body: str) -> None:
    facts, hidden = inspect(tmp_path, resource("aws_thing", body))
    assert facts == []
    assert hidden == set()


def test_text_that_cannot_be_read_is_unknown(tmp_path: Path) -> None:
    facts, _ = inspect(tmp_path, resource("aws_instance", 'user_data = file("absent.sh")'))
    assert [fact.unread is None for fact in facts] == [False]


def test_the_line_within_a_heredoc_is_told(tmp_path: Path) -> None:
    text = f"user_data = <<EOF\n#!/bin/sh\n\nexport X={AWS_ID}\nEOF"
    facts, _ = inspect(tmp_path, resource("aws_instance", text))
    place = facts[0].exposed[0].place
    assert place is not None
    assert (place.line, place.end_line) == (5, 5)
    assert facts[0].places == {"user_data": place}
    assert facts[0].origin.address == "aws_instance.x"


def test_the_same_secret_has_the_same_marker(tmp_path: Path) -> None:
    text = 'locals {\n a_password = "hunter2"\n b_password = "hunter2"\n c = 1\n}'
    facts, _ = inspect(tmp_path, text)
    assert [fact.origin.address for fact in facts] == ["local.a_password", "local.b_password"]
    assert len({fact.exposed[0].marker for fact in facts}) == 1


HANDED_DOWN = """
variable "db_password" {
  default = "hunter2"
}
locals {
  settings = { password = var.db_password }
}
resource "aws_db_instance" "x" {
  count    = 2
  password = local.settings.password
}
"""


def test_a_secret_is_told_where_it_is_written(tmp_path: Path) -> None:
    facts, hidden = inspect(tmp_path, HANDED_DOWN)
    exposed = {fact.origin.address: len(fact.exposed) for fact in facts}
    assert exposed == {
        "var.db_password": 1,
        "local.settings": 0,
        "aws_db_instance.x[0]": 0,
        "aws_db_instance.x[1]": 0,
    }
    assert hidden == {"hunter2"}


def test_a_secret_out_of_another_file_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "vpn.yaml").write_text('secret: "8hk3Lmp2Xq"\n')
    text = 'locals {\n vpn = yamldecode(file("vpn.yaml"))\n}\n'
    facts, _ = inspect(tmp_path, text + resource("aws_thing", "secret = local.vpn.secret"))
    assert [fact.origin.address for fact in facts if fact.exposed] == ["local.vpn"]


def test_instances_of_one_resource_tell_their_secret_once(tmp_path: Path) -> None:
    body = 'count = 2\n password = "hunter2"'
    facts, _ = inspect(tmp_path, resource("aws_db_instance", body))
    assert [len(fact.exposed) for fact in facts] == [1, 0]


def test_only_what_looks_secret_in_a_kubernetes_secret_is(tmp_path: Path) -> None:
    body = 'data = {\n type = "git"\n url = "https://example.com"\n blob = "a8Jk2mQ9zT"\n}'
    facts, hidden = inspect(tmp_path, resource("kubernetes_secret", body))
    assert [item.at for fact in facts for item in fact.exposed] == ["data.blob"]
    assert hidden == {"a8Jk2mQ9zT"}


def test_names_of_secrets_are_not_hidden(tmp_path: Path) -> None:
    body = 'secret = "my-app-secret"\n existing_secret = "payments-db"'
    facts, hidden = inspect(tmp_path, resource("aws_thing", body))
    assert [fact.exposed for fact in facts] == [()]
    assert hidden == set()


def test_placeholders_in_stores_are_hidden_all_the_same(tmp_path: Path) -> None:
    facts, hidden = inspect(
        tmp_path, resource("aws_secretsmanager_secret_version", 'secret_string = "CHANGE_ME"')
    )
    assert [fact.exposed for fact in facts] == [()]
    assert hidden == {"CHANGE_ME"}


def test_common_words_are_not_hidden(tmp_path: Path) -> None:
    _, hidden = inspect(tmp_path, resource("aws_db_instance", 'password = "password"'))
    assert hidden == set()
