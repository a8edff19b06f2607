"""Plan documents: values, joins, secrets, places and what is wrong with them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from auditor_resources.model import Estate, Place, Unknown
from auditor_terraform.plan import load_plan

Tree = Callable[[Mapping[str, str | bytes]], Path]


def change(address: str, actions: str = "create", **fields: Any) -> dict[str, Any]:
    """Return one resource change; ``unknown`` and ``sensitive`` are its marks."""
    module, _, rest = address.rpartition("!")
    head, _, _ = rest.partition("[")
    parts = head.split(".")
    found = {
        "address": address.replace("!", "."),
        "mode": "data" if parts[0] == "data" else "managed",
        "type": parts[-2],
        "name": parts[-1],
        "change": {
            "actions": actions.split(),
            "before": fields.pop("before", None),
            "before_sensitive": fields.pop("before_sensitive", {}),
            "after_unknown": fields.pop("unknown", {}),
            "after_sensitive": fields.pop("sensitive", {}),
            "after": fields,
        },
    }
    if module:
        found["module_address"] = module
    return found


def configured(address: str, **references: list[str]) -> dict[str, Any]:
    """Return one resource of the configuration with the references of its expressions."""
    mode = "data" if address.startswith("data.") else "managed"
    *_, type_, name = address.split(".")
    expressions = {key: {"references": names} for key, names in references.items()}
    return {
        "address": address, "mode": mode, "type": type_, "name": name, "expressions": expressions,
    }  # fmt: skip


@pytest.fixture
def plan(tree: Tree) -> Callable[..., Estate]:
    def load(
        changes: list[dict[str, Any]],
        root: dict[str, Any] | None = None,
        files: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Estate:
        document = {
            "format_version": "1.2",
            "terraform_version": "1.9.0",
            "resource_changes": changes,
            "configuration": {"root_module": root or {}},
            **more,
        }
        base = tree({"plan.json": json.dumps(document), **(files or {})})
        return load_plan(base / "plan.json", base)

    return load


def test_values_blocks_and_marks_are_told_apart(plan: Callable[..., Estate]) -> None:
    estate = plan(
        [
            change(
                "aws_x.y",
                name="n",
                none=None,
                tags={"a": "b"},
                list=["p", "q"],
                empty=[],
                rule=[{"port": 22, "inner": [{"k": None}]}, {"port": 23, "inner": []}],
                unknown={
                    "id": True,
                    "list": [False, True],
                    "rule": [{"inner": [{"k": True}]}, {}],
                    "tags": {"c": True},
                    "whole": True,
                },
            )
        ]
    )
    body = estate.at("aws_x.y").body
    assert body.get("name") == "n"
    assert body.get("none") is None
    assert body.get("list")[0] == "p"
    assert isinstance(body.get("list")[1], Unknown)
    assert body.get("tags")["a"] == "b"
    assert isinstance(body.get("tags")["c"], Unknown)
    assert body.get("id").reason == "known after apply: aws_x.y.id"
    assert [block.get("port") for block in body.blocks("rule")] == [22, 23]
    assert isinstance(body.block("rule").block("inner").get("k"), Unknown)
    assert body.blocks("empty") == []
    assert body.hole("whole") is not None
    assert body.place == Place("plan.json", 1, 1)


def test_actions_decide_what_is_there(plan: Callable[..., Estate]) -> None:
    estate = plan(
        [
            change("aws_x.created"),
            change("aws_x.updated", "update"),
            change("aws_x.same", "no-op"),
            change("aws_x.replaced", "delete create"),
            change("aws_x.deleted", "delete"),
            change("aws_x.forgotten", "forget"),
            change("data.aws_d.read", "read"),
            {**change("aws_x.deposed"), "deposed": "abc"},
        ]
    )
    assert [(r.address, r.mode, r.unchanged) for r in estate.resources] == [
        ("aws_x.created", "managed", False),
        ("aws_x.replaced", "managed", False),
        ("aws_x.same", "managed", True),
        ("aws_x.updated", "managed", False),
        ("data.aws_d.read", "data", False),
    ]


def test_unknown_values_name_what_they_derive_from(plan: Callable[..., Estate]) -> None:
    inner = {
        "resources": [configured("aws_key.k"), configured("aws_use.u", key=["var.key"])],
        "outputs": {"arn": {"expression": {"references": ["aws_key.k.arn", "aws_key.k"]}}},
    }
    root = {
        "resources": [
            configured("aws_bucket.b"),
            configured("aws_version.v", bucket=["aws_bucket.b", "each.key"]),
            configured("aws_one.o", bucket=['aws_bucket.b["x"].id', 'aws_bucket.b["x"]']),
            configured("aws_all.a", buckets=["aws_bucket.b"]),
            configured("aws_out.o", key=['module.m["p"].arn', 'module.m["p"]', "module.m"]),
            configured("aws_data.d", value=["data.aws_d.e.name", "data.aws_d.e"]),
        ],
        "module_calls": {
            "m": {
                "source": "./m",
                "expressions": {"key": {"references": ['aws_bucket.b["y"].id']}},
                "module": inner,
            }
        },
    }
    estate = plan(
        [
            change('aws_bucket.b["x"]'),
            change('aws_bucket.b["y"]'),
            change('aws_version.v["x"]', unknown={"bucket": True}),
            change('aws_version.v["y"]', unknown={"bucket": True}),
            change("aws_one.o", unknown={"bucket": True}),
            change("aws_all.a", unknown={"buckets": True}),
            change("aws_out.o", unknown={"key": True}),
            change("aws_data.d", unknown={"value": True}),
            change('module.m["p"]!aws_key.k'),
            change('module.m["q"]!aws_key.k'),
            change('module.m["p"]!aws_use.u', unknown={"key": True}),
        ],
        root,
    )

    def refs(address: str, name: str) -> tuple[str, ...]:
        return estate.at(address).body.get(name).refs

    assert refs('aws_version.v["x"]', "bucket") == ('aws_bucket.b["x"]',)
    assert refs('aws_version.v["y"]', "bucket") == ('aws_bucket.b["y"]',)
    assert refs("aws_one.o", "bucket") == ('aws_bucket.b["x"]',)
    assert set(refs("aws_all.a", "buckets")) == {'aws_bucket.b["x"]', 'aws_bucket.b["y"]'}
    assert refs("aws_out.o", "key") == ('module.m["p"].aws_key.k',)
    assert refs("aws_data.d", "value") == ("data.aws_d.e",)
    assert refs('module.m["p"].aws_use.u', "key") == ('aws_bucket.b["y"]',)


def test_sensitive_values_are_registered_and_not_kept(plan: Callable[..., Estate]) -> None:
    estate = plan(
        [
            change(
                "aws_x.y",
                "update",
                password="swordfish",
                user="root-user",
                list=[{"token": "tok-1234", "open": "fine"}],
                old=None,
                sensitive={"password": True, "list": [{"token": True}], "old": True},
                before={"password": "old-secret"},
                before_sensitive={"password": True},
            )
        ],
        {"variables": {"p": {"sensitive": True, "default": "default-secret"}, "q": {}}},
        variables={"p": {"value": "variable-secret"}, "q": {"value": "public-value"}},
        planned_values={"outputs": {"o": {"sensitive": True, "value": "output-secret"}}},
        prior_state={
            "values": {
                "root_module": {
                    "resources": [
                        {
                            "address": "data.aws_d.e",
                            "mode": "data",
                            "type": "aws_d",
                            "name": "e",
                            "values": {"name": "known", "key": "state-secret"},
                            "sensitive_values": {"key": True},
                        }
                    ]
                }
            }
        },
    )
    body = estate.at("aws_x.y").body
    assert body.get("password").reason == "sensitive"
    assert body.get("user") == "root-user"
    assert body.get("old") is None
    assert body.block("list").get("token").reason == "sensitive"
    assert body.block("list").get("open") == "fine"
    data = estate.at("data.aws_d.e").body
    assert (data.get("name"), data.get("key").reason) == ("known", "sensitive")
    secrets = {
        "swordfish", "tok-1234", "old-secret", "variable-secret", "default-secret",
        "output-secret", "state-secret",
    }  # fmt: skip
    assert estate.sensitive == secrets
    shown = repr([(r.address, dict(r.body.attributes)) for r in estate.resources])
    shown += repr([dict(r.body.attributes) for r in estate.variables])
    assert not any(secret in shown for secret in secrets)


def test_places_point_into_the_configuration_beside_the_plan(plan: Callable[..., Estate]) -> None:
    root = {
        "module_calls": {"m": {"source": "./m", "version_constraint": "1.0", "module": {}}},
    }
    estate = plan(
        [change("aws_x.y", a=1, rule=[{"p": 1}]), change("module.m[0]!aws_x.z[3]", a=1)],
        root,
        {
            "main.tf": '# one\nresource "aws_x" "y" {\n  a = 1\n  rule {\n    p = 1\n  }\n}\n'
            'module "m" {\n  source = "./m"\n}\nprovider "aws" {\n  region = "eu"\n}\n',
            "m/main.tf": '\n\nresource "aws_x" "z" {\n  a = 1\n}\n',
        },
    )
    body = estate.at("aws_x.y").body
    assert body.place == Place("main.tf", 2, 7)
    assert body.place_of("a") == Place("main.tf", 3, 3)
    assert body.block("rule").place_of("p") == Place("main.tf", 5, 5)
    inner = estate.at("module.m[0].aws_x.z[3]")
    assert inner.body.place_of("a") == Place("m/main.tf", 4, 4)
    assert inner.calls == (Place("main.tf", 8, 10),)
    call = estate.at("module.m")
    assert (call.mode, call.type, call.place.line) == ("module", "./m", 8)
    assert call.body.get("version") == "1.0"
    assert set(estate.sources) == {"plan.json", "main.tf", "m/main.tf"}


def test_without_configuration_places_point_into_the_plan(tree: Tree) -> None:
    document = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [{"address": "aws_x.y"}]}},
        "resource_changes": [change("aws_x.a"), change('aws_x.y["k"]')],
    }
    text = json.dumps(document, indent=1)
    base = tree({"plan.json": text})
    place = load_plan(base / "plan.json", base).at('aws_x.y["k"]').place
    assert 'aws_x.y[\\"k\\"]' in text.split("\n")[place.line - 1]


def test_providers_and_their_constants_are_given(plan: Callable[..., Estate]) -> None:
    estate = plan(
        [],
        None,
        configuration={
            "provider_config": {
                "aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}},
                "aws.us": {
                    "name": "aws",
                    "alias": "us",
                    "expressions": {"region": {"references": ["var.region"]}},
                },
            }
        },
    )
    assert [(r.mode, r.type, r.address) for r in estate.resources] == [
        ("provider", "aws", "provider.aws"),
        ("provider", "aws", "provider.aws.us"),
    ]
    assert estate.at("provider.aws").body.get("region") == "eu-west-1"
    assert isinstance(estate.at("provider.aws.us").body.get("region"), Unknown)


WRONG = [
    ("", "not complete JSON"),
    ('{"format_version": "1.2", "resource_changes": [', "not complete JSON"),
    ("[" * 100_000, "nests too deeply"),
    ('{"a": ' + "[" * 1000 + "]" * 1000 + "}", "nests too deeply"),
    ("[]", "not a JSON object"),
    ("{}", "no format_version"),
    ('{"format_version": 1}', "no format_version"),
    ('{"format_version": "2.0"}', "version 2.0 is not known"),
    ('{"format_version": "1.2"}', "neither planned_values nor resource_changes"),
    ('{"format_version": "1.2", "resource_changes": {}}', "resource_changes is not a list"),
    (
        '{"format_version": "1.2", "planned_values": {"root_module": {"resources": [{}]}}}',
        "resource_changes is missing",
    ),
    (
        '{"format_version": "1.2", "resource_changes": [{"change": {"actions": ["create"]}}]}',
        "mode",
    ),
    ("\xff\xfe", "not complete JSON"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_document_that_is_no_plan_is_told_with_a_remedy(tree: Tree, text: str, said: str) -> None:
    base = tree({"plan.json": text})
    estate = load_plan(base / "plan.json", base)
    (trouble,) = estate.troubles
    assert trouble.kind == "unparsable"
    assert said in trouble.detail
    assert "terraform show -json" in trouble.detail
    assert "\n" not in trouble.detail
    assert estate.resources == []


def test_a_plan_that_is_not_there_is_a_trouble(tmp_path: Path) -> None:
    (trouble,) = load_plan(tmp_path / "none.json", tmp_path).troubles
    assert trouble.kind == "unreadable"


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_a_plan_that_terraform_made_agrees_with_its_configuration(tree: Tree) -> None:
    from auditor_terraform.modules import load_root
    from auditor_terraform.variables import Inputs

    base = tree(
        {
            "main.tf": """
variable "names" {
  type    = set(string)
  default = ["a", "b"]
}
variable "secret" {
  sensitive = true
  default   = "hunter2secret"
}
resource "terraform_data" "bucket" {
  for_each = var.names
  input    = { name = "b-${each.key}", number = length(var.names) * 1.5 }
}
resource "terraform_data" "use" {
  for_each = var.names
  input    = { id = terraform_data.bucket[each.key].id, fixed = [1, true, null] }
}
resource "terraform_data" "secret" {
  input = { password = var.secret, user = "root" }
}
module "m" {
  source = "./m"
  key    = terraform_data.bucket["a"].id
}
""",
            "m/main.tf": 'variable "key" {}\n'
            'resource "terraform_data" "inner" {\n  count = 2\n'
            "  input = [var.key, count.index]\n}\n",
        }
    )
    terraform = shutil.which("terraform") or ""
    environment = {"PATH": str(Path(terraform).parent), "CHECKPOINT_DISABLE": "1"}
    for arguments in (["init", "-input=false"], ["plan", "-input=false", "-out=saved"]):
        subprocess.run(
            [terraform, *arguments], cwd=base, env=environment, check=True, capture_output=True
        )
    shown = subprocess.run(
        [terraform, "show", "-json", "saved"],
        cwd=base, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    (base / "plan.json").write_bytes(shown.stdout)
    planned = load_plan(base / "plan.json", base)
    written = load_root(base, base, Inputs())
    assert planned.troubles == written.troubles == []

    def inputs(estate: Estate) -> dict[str, Any]:
        def show(value: Any) -> Any:
            if isinstance(value, Unknown):
                return ("unknown", value.refs)
            if isinstance(value, list):
                return [show(item) for item in value]
            if isinstance(value, dict):
                return {key: show(item) for key, item in value.items()}
            return value

        return {
            item.address: (show(item.body.get("input")), item.place, item.calls)
            for item in estate.resources
            if item.mode == "managed" and item.name != "secret"
        }

    assert inputs(planned) == inputs(written)
    assert planned.sensitive == written.sensitive == {"hunter2secret"}
    assert planned.at("terraform_data.secret").body.get("input")["user"] == "root"


@pytest.mark.parametrize(
    ("expressions", "value"),
    [
        ({"size": {"constant_value": 8}}, "absent"),
        ({"encrypted": {"references": ["var.encrypted"]}}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_what_the_configuration_leaves_to_the_provider_is_absent(
    tmp_path: Path, expressions: dict[str, object], value: str
) -> None:
    key = {"address": "aws_ebs_volume.a", "mode": "managed", "type": "aws_ebs_volume", "name": "a"}
    change = {"actions": ["create"], "after": {"size": 8}, "after_unknown": {"encrypted": True}}
    plan = {
        "format_version": "1.2",
        "resource_changes": [{**key, "change": change}],
        "configuration": {"root_module": {"resources": [{**key, "expressions": expressions}]}},
    }
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    (resource,) = load_plan(tmp_path / "plan.json", tmp_path).resources
    found = resource.body.get("encrypted")
    assert ("unknown" if isinstance(found, Unknown) else "absent") == value
