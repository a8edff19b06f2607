"""Root modules: the tree of module calls, and every block of it as a resource."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from auditor_resources.model import Estate, Place, Resource, Trouble, Value
from auditor_terraform.bodies import TOP_LEVEL_WRITTEN, make_body
from auditor_terraform.cache import FileCache, read_bytes
from auditor_terraform.evaluate import Argument, Expansion, Instance, Module
from auditor_terraform.limits import MAX_MODULE_DEPTH, MAX_MODULES, MAX_READ_BYTES
from auditor_terraform.named import named_secrets
from auditor_terraform.nodes import Literal, Node, Object
from auditor_terraform.references import ModuleValue
from auditor_terraform.syntax import BlockSyntax, all_attributes
from auditor_terraform.variables import Inputs, RootArguments
from auditor_terraform.world import World

_NUMBER = re.compile(r"[0-9]+")


def load_root(
    directory: Path,
    base: Path,
    inputs: Inputs,
    cache: FileCache | None = None,
    files: frozenset[str] | None = None,
) -> Estate:
    """Evaluate one root module; never raises for what it contains.

    Attributes are evaluated when they are first read, so ``troubles``, ``sensitive``
    and ``sources`` may still grow until then; locals, outputs and sensitive variables
    are evaluated here.

    :param base: the directory that places are relative to.
    :param files: names of the root module's files that count; None for all.
    """
    world = World(directory, base, cache, files)
    return _Loader(world).load(inputs)


class _Loader:
    """Walks the tree of module calls of one root module."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._manifest: dict[str, str] | None = None
        self._children: dict[tuple[int, str], tuple[Expansion, list[Module | None], str]] = {}
        self._resources: list[Resource] = []
        self._variables: list[Resource] = []
        self._declared: set[str] = set()
        self._called = 0
        """Instances of module calls so far."""

    def load(self, inputs: Inputs) -> Estate:
        """Return the evaluated root module."""
        world = self.world
        world.workspace = inputs.workspace
        try:
            arguments = RootArguments(world, inputs)
            real = os.path.realpath(world.root)
            root = Module(world, world.root, "", arguments, ancestry=(real,))
        except OSError as error:
            place = Place(world.label(world.root), 1, 1)
            detail = f"the directory cannot be read: {error.strerror}"
            return Estate([], [Trouble("unreadable", place, detail)], set(), {})
        arguments.module = root
        root.children = self._values
        modules = [root]
        while modules:
            module = modules.pop()
            modules.extend(reversed(list(self._visit(module))))
        self._resources.sort(key=lambda resource: order_of(resource.address))
        return Estate(
            self._resources,
            world.troubles,
            world.sensitive,
            world.sources,
            self._variables,
            dict(_provider_versions(root)),
        )

    def _visit(self, module: Module) -> Iterator[Module]:
        """Emit the blocks of a module and yield the modules that it calls."""
        configuration = module.configuration
        for key, block in configuration.declared():
            name = ".".join(key[1:] if key[0] == "managed" else key)
            for one in module.expand(block).instances:
                self._emit(module, key[0], block, key[1], key[2], name, one)
        for name, block in configuration.providers.items():
            alias = name.partition(".")[2]
            one = Instance(None, module.scope)
            self._emit(module, "provider", block, block.labels[0], alias, f"provider.{name}", one)
        for name, block in configuration.calls.items():
            expansion, children, _ = self._call(module, name)
            source = _source(block)
            if expansion.instances:
                one = Instance(None, expansion.instances[0].scope, expansion.instances[0].exists)
                self._emit(module, "module", block, source, name, f"module.{name}", one)
            yield from (child for child in children if child is not None)
        self._declare(module)

    def _emit(
        self,
        module: Module,
        mode: str,
        block: BlockSyntax,
        type: str,
        name: str,
        address: str,
        one: Instance,
    ) -> None:
        resource = Resource(
            mode=mode,
            type=type,
            name=name,
            address=module.qualify(address) + one.suffix,
            module=module.address,
            body=module.body(mode, block, one),
            calls=module.calls,
            exists=one.exists or module.exists,
        )
        self._resources.append(resource)

    def _declare(self, module: Module) -> None:
        """Record variables, locals and outputs, once per directory, and evaluate them."""
        configuration = module.configuration
        for name in configuration.locals:
            module.local(name)
        secret = set()
        for name, block in configuration.variables.items():
            if module.is_secret(block):
                secret.add(name)
                module.variable(name)
        self._hide(secret, self._written(module))
        for block in configuration.outputs.values():
            if "value" in block.body.attributes:
                module.output(block.labels[0])
        self._find_secrets(module)
        key = str(module.directory)
        if key in self._declared:
            return
        self._declared.add(key)
        for name, block in configuration.variables.items():
            self._record(module, "variable", block, name, f"var.{name}")
        for name, block in configuration.outputs.items():
            self._record(module, "output", block, name, f"output.{name}")
        for block in configuration.local_blocks:
            self._record(module, "locals", block, "", "locals")

    def _written(self, module: Module) -> Iterator[tuple[str, Value]]:
        """Yield what is written for variables and local values, whether it has an effect or not."""
        for name, defaults in module.configuration.defaults.items():
            yield from ((name, self.world.evaluate(item, module.scope)) for item in defaults)
        yield from ((f"local.{name}", module.local(name)) for name in module.configuration.locals)
        if isinstance(module.arguments, RootArguments):
            yield from module.arguments.every()

    def _hide(self, secret: set[str], written: Iterator[tuple[str, Value]]) -> None:
        for name, value in written:
            if name in secret:
                self.world.mark(value)
            else:
                self.world.sensitive.update(named_secrets(name, value))

    def _record(
        self, module: Module, mode: str, block: BlockSyntax, name: str, address: str
    ) -> None:
        body = make_body(block.body, block.place, module.scope, self.world, TOP_LEVEL_WRITTEN[mode])
        self._variables.append(
            Resource(mode, mode, name, module.qualify(address), module.address, body, module.calls)
        )

    def _find_secrets(self, module: Module) -> None:
        """Evaluate what calls ``sensitive``, so that its strings are registered at once."""
        for block in module.configuration.resources.values():
            if not self._mentions_sensitive(block):
                continue
            for one in module.expand(block).instances:
                for attribute in all_attributes(block.body):
                    if "sensitive(" in attribute.text:
                        self.world.evaluate(attribute, one.scope)

    def _mentions_sensitive(self, block: BlockSyntax) -> bool:
        source = self.world.sources.get(block.place.file, b"")
        if b"sensitive(" not in source:
            return False
        return any("sensitive(" in attribute.text for attribute in all_attributes(block.body))

    def _values(self, module: Module, name: str) -> tuple[Expansion, list[Value]]:
        """Return the instances of a module call as expressions see them."""
        expansion, children, reason = self._call(module, name)
        values: list[Value] = []
        for one, child in zip(expansion.instances, children, strict=True):
            address = module.qualify(f"module.{name}") + one.suffix
            output = None if child is None else child.output
            many = expansion.kind == "unknown"
            values.append(ModuleValue(address, reason or "known after apply", output, many))
        return expansion, values

    def _call(self, module: Module, name: str) -> tuple[Expansion, list[Module | None], str]:
        key = (id(module), name)
        found = self._children.get(key)
        if found is None:
            block = module.configuration.calls[name]
            expansion = module.expand(block)
            directory, reason = self._locate(module, name, block)
            self._called += len(expansion.instances)
            if directory is not None and self._called > MAX_MODULES:
                detail = f"there are more than {MAX_MODULES} module instances; the rest is not read"
                self.world.trouble(
                    "too-large", block.place, detail, module.qualify(f"module.{name}")
                )
                directory, reason = None, "too many modules"
            children = [
                self._child(module, name, block, one, directory) if directory is not None else None
                for one in expansion.instances
            ]
            found = self._children[key] = (expansion, children, reason)
        return found

    def _child(
        self, module: Module, name: str, block: BlockSyntax, one: Instance, directory: Path
    ) -> Module:
        arguments = _arguments(module, block, one)
        child = Module(
            self.world,
            directory,
            module.qualify(f"module.{name}") + one.suffix,
            arguments,
            (*module.calls, block.place),
            (*module.ancestry, os.path.realpath(directory)),
            f"{module.key}.{name}" if module.key else name,
            one.exists or module.exists,
        )
        child.children = self._values
        return child

    def _locate(self, module: Module, name: str, block: BlockSyntax) -> tuple[Path | None, str]:
        """Return the directory of a called module, or None and why there is none."""
        source = _source(block)
        address = module.qualify(f"module.{name}")
        if "\0" in source:
            self.world.trouble("missing-module", block.place, "the source is no path", address)
            return None, "missing module"
        if source.startswith(("./", "../")) or source in (".", ".."):
            directory = Path(os.path.normpath(module.directory / source))
            missing = ("missing-module", f"the module directory {source} is not there")
        else:
            key = f"{module.key}.{name}" if module.key else name
            installed = self.manifest.get(key)
            if installed is None:
                detail = f"module source {source or 'unknown'} is not on disk; run `terraform init`"
                self.world.trouble("external-module", block.place, detail, address)
                return None, "external module"
            directory = Path(os.path.normpath(self.world.root / installed))
            missing = ("missing-module", "the installed module is gone; run `terraform init`")
        real = os.path.realpath(directory)
        if real in module.ancestry:
            detail = f"{address} calls a module that leads to it"
            self.world.trouble("cycle", block.place, detail, address)
            return None, "cycle of modules"
        if len(module.ancestry) > MAX_MODULE_DEPTH:
            self.world.trouble("too-large", block.place, "modules nest too deeply", address)
            return None, "modules nest too deeply"
        try:
            self.world.configuration(directory)
        except OSError as error:
            if isinstance(error, PermissionError):
                missing = ("unreadable", f"the module directory cannot be read: {error.strerror}")
            self.world.trouble(*(missing[0], block.place, missing[1], address))
            return None, "missing module"
        return directory, ""

    @property
    def manifest(self) -> dict[str, str]:
        """Directories of installed modules by key, relative to the root module."""
        if self._manifest is None:
            path = self.world.root / ".terraform" / "modules" / "modules.json"
            self._manifest = _read_manifest(path)
        return self._manifest


def _arguments(module: Module, block: BlockSyntax, one: Instance) -> dict[str, Argument]:
    body = module.body("module", block, one)

    def argument(name: str) -> Argument:
        return lambda: body.attributes.get(name)

    return {name: argument(name) for name in block.body.attributes}


def _provider_versions(root: Module) -> Iterator[tuple[str, str]]:
    """Yield the provider's name and the constraint; before Terraform 0.13 it was mere text."""
    for name, attribute in root.configuration.requirements.items():
        nodes = [attribute.node]
        if isinstance(attribute.node, Object):
            nodes = [value for key, value in attribute.node.items if _is(key, "version")]
        for node in nodes:
            if isinstance(node, Literal) and isinstance(node.value, str):
                yield name, node.value


def _is(node: Node, text: str) -> bool:
    return isinstance(node, Literal) and node.value == text


def _source(block: BlockSyntax) -> str:
    attribute = block.body.attributes.get("source")
    value = None if attribute is None else getattr(attribute.node, "value", None)
    return value if isinstance(value, str) else ""


def _read_manifest(path: Path) -> dict[str, str]:
    content = read_bytes(path, MAX_READ_BYTES * 10)
    if isinstance(content, str):
        return {}
    try:
        entries = json.loads(content)["Modules"]
        return {str(entry["Key"]): str(entry["Dir"]) for entry in entries}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def order_of(address: str) -> str:
    """Return a sort key in which numbers compare by value."""
    return _NUMBER.sub(lambda found: found[0].zfill(10), address)


__all__ = ["Inputs", "load_root", "order_of"]
