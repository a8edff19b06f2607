"""What data sources say without asking anyone: documents that Terraform itself makes."""

from __future__ import annotations

import json
from collections.abc import Callable

from auditor_resources.jsontext import encode
from auditor_resources.model import Body, Json, Unknown, Value
from auditor_resources.policy_document import policy_document
from auditor_resources.values import Failed, merged


def compute(type: str, name: str, body: Body) -> Value:
    """Return the attribute of a data source, or None when it is not known here."""
    handler = _COMPUTED.get((type, name))
    return None if handler is None else handler(body)


def _partition(body: Body) -> Value:
    return "aws"


def _minified(body: Body) -> Value:
    return encode(policy_document(body))


def _indented(body: Body) -> Value:
    document = policy_document(body)
    minified = encode(document)
    if isinstance(minified, Json):
        return minified
    return json.dumps(document, indent=2, ensure_ascii=False)


def _rendered(body: Body) -> Value:
    template = body.get("template")
    variables = body.get("vars")
    if not isinstance(template, str):
        return merged([template, variables]) if isinstance(template, Unknown) else None
    world = getattr(body.attributes, "world", None)
    if world is None:
        return None
    from auditor_terraform.functions.files import render

    try:
        return render(template, {} if variables is None else variables, world)
    except Failed as failure:
        return Unknown(f"cannot be evaluated: {failure}", merged([variables]).refs)


_COMPUTED: dict[tuple[str, str], Callable[[Body], Value]] = {
    ("aws_partition", "partition"): _partition,
    ("aws_partition", "dns_suffix"): lambda body: "amazonaws.com",
    ("aws_iam_policy_document", "json"): _indented,
    ("aws_iam_policy_document", "minified_json"): _minified,
    ("template_file", "rendered"): _rendered,
}
