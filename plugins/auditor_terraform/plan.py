"""Plan documents: what ``terraform show -json`` says, as an estate.

The format is described in Terraform's documentation, "JSON Output Format"; its major
version 1 and the versions 0.1 and 0.2 before it are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from auditor_resources.jsontext import too_deep, without_surrogates
from auditor_resources.model import Body, Estate, Place, Resource, Trouble, Unknown
from auditor_terraform.cache import read_bytes
from auditor_terraform.limits import MAX_PLAN_BYTES
from auditor_terraform.named import constant_secrets, named_secrets
from auditor_terraform.plan_document import object_at, objects_at, text_at
from auditor_terraform.plan_references import PlanReferences, references_of
from auditor_terraform.plan_sources import PlanSources, module_names
from auditor_terraform.plan_values import PlannedBody, Secrets, hide
from auditor_terraform.syntax import BlockSyntax

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_MOST_LEVELS = 300
_REMEDY = "write it with `terraform show -json PLANFILE > plan.json`"
_GONE = frozenset(("delete", "forget"))


def load_plan(path: Path, base: Path) -> Estate:
    """Read one plan document; never raises for what it contains.

    Values that the plan marks as sensitive are not kept, and nothing of a document that cannot
    be read: what is sensitive in it cannot be told. Resources that the plan
    deletes are left out. Where the configuration lies beside the plan, places name it.
    """
    content = read_bytes(path, MAX_PLAN_BYTES)
    place = Place(_label(path, base), 1, 1)
    if isinstance(content, str):
        kind = "too-large" if "more than" in content else "unreadable"
        return Estate([], [Trouble(kind, place, content)], set(), {})
    document = _decode(content)
    fault = document if isinstance(document, str) else _fault(document)
    if isinstance(document, str) or fault:
        trouble = Trouble("unparsable", place, f"{fault}; {_REMEDY}")
        return Estate([], [trouble], set(), {place.file: b""})
    return _Reader(document, path, base, content).read()


def _label(path: Path, base: Path) -> str:
    from auditor_terraform.world import World

    return World(path.parent, base).label(path)


def _decode(content: bytes) -> dict[str, Any] | str:
    """Return the document, or what is wrong with it."""
    try:
        document = json.loads(content)
    except RecursionError:
        return "the plan nests too deeply"
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return f"the plan is not complete JSON (line {line})"
    if not isinstance(document, dict):
        return "the plan is not a JSON object"
    if too_deep(document, _MOST_LEVELS):
        return "the plan nests too deeply"
    if _SURROGATE.search(content):
        return {key: without_surrogates(value) for key, value in document.items()}
    return document


def _fault(document: dict[str, Any]) -> str:
    """Return what makes a JSON object no plan that can be read, or nothing."""
    version = document.get("format_version")
    if not isinstance(version, str):
        return "the document has no format_version and is no plan"
    if version.split(".")[0] not in ("0", "1"):
        return f"plan format version {version[:20]} is not known"
    changes = document.get("resource_changes")
    if changes is not None and not isinstance(changes, list):
        return "resource_changes is not a list"
    if changes is None:
        if "planned_values" not in document and "configuration" not in document:
            return "the document has neither planned_values nor resource_changes"
        root = object_at(object_at(document, "planned_values"), "root_module")
        if root.get("resources") or root.get("child_modules"):
            return "resource_changes is missing although resources are planned"
    return ""


class _Reader:
    """Turns one document into an estate."""

    def __init__(self, document: dict[str, Any], path: Path, base: Path, content: bytes) -> None:
        self.document = document
        self.root = object_at(object_at(document, "configuration"), "root_module")
        self.sources = PlanSources(path, base, self.root, content)
        self.content = content
        self.secrets = Secrets()
        self.troubles: list[Trouble] = []
        self.changes = objects_at(document, "resource_changes")
        addresses = [text_at(change, "address") for change in self.changes]
        self.references = PlanReferences(self.root, addresses, self.sources)

    def read(self) -> Estate:
        """Return the estate."""
        self._register_secrets()
        resources = [found for change in self.changes if (found := self._resource(change))]
        known = {resource.address for resource in resources}
        resources += [item for item in self._read_already() if item.address not in known]
        resources += self._providers()
        resources += self._module_calls(self.root, "")
        from auditor_terraform.modules import order_of

        resources.sort(key=lambda resource: order_of(resource.address))
        files = {self.sources.file: self.content, **self.sources.world.sources}
        return Estate(resources, self.troubles, self.secrets.texts, files, self._variables())

    def _register_secrets(self) -> None:
        declared = object_at(self.root, "variables")
        for name, given in object_at(self.document, "variables").items():
            if not isinstance(given, dict):
                continue
            if object_at(declared, name).get("sensitive"):
                self.secrets.mark(given.get("value"))
            self.secrets.texts.update(named_secrets(name, given.get("value")))
        self.secrets.texts.update(constant_secrets("", object_at(self.document, "configuration")))
        for part in ("planned_values", "prior_state"):
            state = object_at(self.document, part)
            state = object_at(state, "values") if part == "prior_state" else state
            for output in object_at(state, "outputs").values():
                if isinstance(output, dict) and output.get("sensitive"):
                    self.secrets.mark(output.get("value"))
            for resource in _resources_in(object_at(state, "root_module")):
                hide(resource.get("values"), resource.get("sensitive_values"), self.secrets)
        for drift in (*self.changes, *objects_at(self.document, "resource_drift")):
            change = object_at(drift, "change")
            for side in ("before", "after"):
                hide(change.get(side), change.get(f"{side}_sensitive"), self.secrets)
        for output in object_at(self.document, "output_changes").values():
            if isinstance(output, dict):
                for side in ("before", "after"):
                    hide(output.get(side), output.get(f"{side}_sensitive"), self.secrets)

    def _resource(self, change: dict[str, Any]) -> Resource | None:
        """Return the resource as it will be, or None when it will not be there."""
        planned = object_at(change, "change")
        actions = planned.get("actions")
        if change.get("deposed") or not isinstance(actions, list) or not actions:
            return None
        if set(map(str, actions)) <= _GONE:
            return None
        try:
            mode, type_ = str(change["mode"]), str(change["type"])
            name, address = str(change["name"]), str(change["address"])
        except KeyError as error:
            place = Place(self.sources.file, 1, 1)
            detail = f"a resource change has no {error.args[0]}; {_REMEDY}"
            self.troubles.append(Trouble("unparsable", place, detail))
            return None
        module = text_at(change, "module_address")
        body = self._body(
            (mode, type_, name, address, module),
            planned.get("after"),
            planned.get("after_unknown"),
            planned.get("after_sensitive"),
        )
        return Resource(
            mode="data" if mode == "data" else "managed",
            type=type_,
            name=name,
            address=address,
            module=module,
            body=body,
            calls=self.sources.calls(module),
            unchanged=actions == ["no-op"],
        )

    def _body(
        self, key: tuple[str, str, str, str, str], after: Any, unknown: Any, sensitive: Any
    ) -> Body:
        mode, type_, name, address, module = key
        block = self.sources.block(module, mode, type_, name)
        expressions = self.references.expressions(module_names(module), (mode, type_, name))
        place = block.place if block is not None else self.sources.in_plan(address)
        index = address[len(f"{module}." if module else "") :]
        bare = f"data.{type_}.{name}" if mode == "data" else f"{type_}.{name}"
        suffix = index[len(bare) :] if index.startswith(bare) else ""

        def refs(expression: Any) -> tuple[str, ...]:
            return self.references.resolve(references_of(expression), module, suffix)

        return PlannedBody(self.secrets, address, refs).body(
            after, unknown, sensitive, expressions, place, block.body if block else None
        )

    def _read_already(self) -> Iterator[Resource]:
        """Yield the data sources that were read while planning."""
        state = object_at(object_at(self.document, "prior_state"), "values")
        for item in _resources_in(object_at(state, "root_module")):
            if item.get("mode") != "data" or not text_at(item, "address"):
                continue
            address, type_, name = (text_at(item, part) for part in ("address", "type", "name"))
            module = address[: address.rfind(f"data.{type_}.{name}")].rstrip(".")
            body = self._body(
                ("data", type_, name, address, module),
                item.get("values"),
                {},
                item.get("sensitive_values"),
            )
            yield Resource(
                "data", type_, name, address, module, body, self.sources.calls(module), True
            )

    def _constants(self, expressions: dict[str, Any], place: Place, module: str) -> Body:
        """Return a body of the constants in configuration; the rest is unknown."""
        attributes: dict[str, Any] = {}
        for name, expression in expressions.items():
            if isinstance(expression, dict) and "constant_value" in expression:
                attributes[name] = expression["constant_value"]
            else:
                references = references_of(expression)
                refs = self.references.resolve(references, module, "")
                attributes[name] = Unknown("the plan does not give its value", refs)
        return Body(place, attributes)

    def _providers(self) -> Iterator[Resource]:
        providers = object_at(object_at(self.document, "configuration"), "provider_config")
        for provider in providers.values():
            name, alias = text_at(provider, "name"), text_at(provider, "alias")
            module = text_at(provider, "module_address")
            if not name:
                continue
            address = ".".join(filter(None, (module, "provider", name, alias)))
            block = self._provider_block(module, f"{name}.{alias}" if alias else name)
            place = block.place if block is not None else Place(self.sources.file, 1, 1)
            body = self._constants(object_at(provider, "expressions"), place, module)
            if block is not None:
                body.places = {key: item.place for key, item in block.body.attributes.items()}
            if alias:
                body.attributes = {**body.attributes, "alias": alias}
            yield Resource(
                "provider", name, alias, address, module, body, self.sources.calls(module)
            )

    def _provider_block(self, module: str, name: str) -> BlockSyntax | None:
        found = self.sources.configuration(module_names(module))
        return None if found is None else found.providers.get(name)

    def _module_calls(self, module: dict[str, Any], address: str) -> Iterator[Resource]:
        """Yield the module calls, at all levels."""
        todo = [(module, address)]
        while todo:
            here, where = todo.pop()
            found = self.sources.configuration(module_names(where))
            for name, call in object_at(here, "module_calls").items():
                if not isinstance(call, dict):
                    continue
                block = None if found is None else found.calls.get(name)
                place = block.place if block is not None else Place(self.sources.file, 1, 1)
                body = self._constants(object_at(call, "expressions"), place, where)
                source = text_at(call, "source")
                body.attributes = {**body.attributes, "source": source}
                if text_at(call, "version_constraint"):
                    body.attributes["version"] = call["version_constraint"]
                if block is not None:
                    body.places = {key: item.place for key, item in block.body.attributes.items()}
                child = f"{where}.module.{name}" if where else f"module.{name}"
                calls = self.sources.calls(where)
                yield Resource("module", source, name, child, where, body, calls)
                todo.append((object_at(call, "module"), child))

    def _variables(self) -> list[Resource]:
        found: list[Resource] = []
        configuration = self.sources.configuration(())
        for name, declared in object_at(self.root, "variables").items():
            if not isinstance(declared, dict):
                continue
            attributes = dict(declared)
            if declared.get("sensitive") and declared.get("default") is not None:
                self.secrets.mark(declared["default"])
                attributes["default"] = Unknown("sensitive")
            block = None if configuration is None else configuration.variables.get(name)
            place = block.place if block is not None else Place(self.sources.file, 1, 1)
            places = {}
            if block is not None:
                places = {key: item.place for key, item in block.body.attributes.items()}
            body = Body(place, attributes, places)
            found.append(Resource("variable", "variable", name, f"var.{name}", "", body))
        return found


def _resources_in(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the resources of a module's values and of the modules inside it."""
    todo = [module]
    while todo:
        here = todo.pop()
        yield from objects_at(here, "resources")
        todo.extend(objects_at(here, "child_modules"))
