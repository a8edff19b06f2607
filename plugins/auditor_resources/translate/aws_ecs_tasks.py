"""ECS tasks: what their containers may do on the machine, and where their output goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.facts import Fact, Unknown
from auditor_resources import model
from auditor_resources.jsontext import as_json
from auditor_resources.model import Resource
from auditor_resources.translate._aws import inverted
from auditor_resources.translate._base import Answer, Context, text, translates, unknown

_WHOLE = "container_definitions"


@translates("aws_ecs_task_definition")
def separation(resource: Resource, context: Context) -> Iterator[Fact]:
    """Whether a task keeps off the network and the processes of its host; each of its containers
    has rights of its own, none unless they are given (ECS API, *ContainerDefinition*)."""
    body, subject = resource.body, "ECS task definition"
    for part, name in (("network", "network_mode"), ("processes", "pid_mode")):
        apart = text(body, name, "").map(lambda mode: mode != "host")
        yield context.setting(resource, subject, "host_separate", apart, part)
    place = body.place_of(_WHOLE)
    for part, container in _containers(body.get(_WHOLE)):
        answers = {
            "unprivileged": inverted(_switch(container, "privileged")),
            "read_only_root": _switch(container, "readonlyRootFilesystem"),
            "service_logs": _present(container, "logConfiguration"),
        }
        for name, answer in answers.items():
            told = Answer(answer.value, place)
            yield context.setting(resource, "ECS container", name, told, part)


def _containers(value: model.Value) -> Iterator[tuple[str, Mapping[str, Any] | Unknown]]:
    """Yield every container under its name, or its place in the list."""
    if value is None:
        return
    found = as_json(value)
    if isinstance(found, model.Unknown):
        yield _WHOLE, unknown(found)
    for index, container in enumerate(found if isinstance(found, list) else ()):
        part = f"{_WHOLE}[{index}]"
        if isinstance(container, model.Unknown):
            yield part, unknown(container)
        elif isinstance(container, dict):
            name = container.get("name")
            yield name if isinstance(name, str) and name else part, container


def _switch(container: Mapping[str, Any] | Unknown, name: str) -> Answer:
    value = container if isinstance(container, Unknown) else container.get(name)
    if isinstance(value, model.Unknown):
        return Answer(unknown(value))
    if isinstance(value, Unknown):
        return Answer(value)
    return Answer(value is True or str(value).lower() == "true")


def _present(container: Mapping[str, Any] | Unknown, name: str) -> Answer:
    value = container if isinstance(container, Unknown) else container.get(name)
    if isinstance(value, model.Unknown):
        return Answer(unknown(value))
    return Answer(value if isinstance(value, Unknown) else bool(value))
