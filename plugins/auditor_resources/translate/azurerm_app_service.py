"""Azure's App Service, Functions, Logic Apps and Container Apps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from auditor.facts import Component, Fact, ImageReference
from auditor_resources.model import Resource
from auditor_resources.translate._azurerm import diagnosed, minimum_tls
from auditor_resources.translate._base import Answer, Context
from auditor_resources.translate._columns import (
    Column,
    describe,
    first,
    images,
    listener,
    mapped,
    settings,
)
from auditor_resources.translate._tables import (
    Reader,
    always,
    any_of,
    has,
    off,
    on,
    word,
)

_STACK = "site_config.application_stack"
_STACKS = {
    "node_version": ("nodejs", r"~?(\d+)(?:-lts)?"),
    "python_version": ("python", r"(\d+\.\d+)"),
    "php_version": ("php", r"(\d+\.\d+)"),
    "dotnet_version": ("dotnet", r"v?(3\.1|2\.\d|[5-9]|\d\d)(?:\.0)?"),
    "dotnet_core_version": ("dotnet", r"v?(3\.1|2\.\d|[5-9]|\d\d)(?:\.0)?"),
    "go_version": ("go", r"(\d+\.\d+)"),
    "ruby_version": ("ruby", r"(\d+\.\d+)"),
}
_OLD_STACKS = {
    "NODE": "node_version",
    "PYTHON": "python_version",
    "PHP": "php_version",
    "DOTNETCORE": "dotnet_version",
    "DOTNET": "dotnet_version",
    "RUBY": "ruby_version",
}
"""First part of ``linux_fx_version``: ``PYTHON|3.8``."""


def _runtimes(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
    """The language runtimes; ``DOCKER|image`` and the like are images."""
    found: list[tuple[str, Answer]] = []
    for name in _STACKS:
        found.append((name, word(f"{_STACK}.{name}")(resource.body)))
        found.append((name, word(f"site_config.{name}")(resource.body)))
    old = word("site_config.linux_fx_version")(resource.body)
    if isinstance(old.value, str):
        kind, _, rest = old.value.partition("|")
        if kind.upper() == "DOCKER" and rest:
            answers = {"image": Answer(rest, old.place)}
            yield context.fact(ImageReference, resource, subject, answers=answers)
        elif kind.upper() in _OLD_STACKS:
            found.append((_OLD_STACKS[kind.upper()], Answer(rest, old.place)))
    for name, answer in found:
        product, shape = _STACKS[name]
        written = re.fullmatch(shape, answer.value) if isinstance(answer.value, str) else None
        if written is not None:
            answers = {"version": Answer(written[1], answer.place)}
            yield context.fact(
                Component, resource, subject, part=name, answers=answers, product=product
            )


def _docker(resource: Resource, context: Context, subject: str) -> Iterator[Fact]:
    """An image whose tag may stand in an attribute of its own."""
    for image, tag in (
        (f"{_STACK}.docker_image_name", ""),
        (f"{_STACK}.docker_image", f"{_STACK}.docker_image_tag"),
        (f"{_STACK}.docker.image_name", f"{_STACK}.docker.image_tag"),
    ):
        named = word(image)(resource.body)
        label = word(tag)(resource.body).value if tag else None
        if named.value is None:
            continue
        whole = named if label is None else named.map(partial(_tagged, label))
        yield context.fact(ImageReference, resource, subject, answers={"image": whole})
        return


def _tagged(tag: object, name: str) -> object:
    return f"{name}:{tag}" if isinstance(tag, str) else tag


def _files(*, clear: bool) -> Column:
    """Uploads by FTP, in the clear when all forms are allowed; ``clear`` is the default."""
    return listener(
        "FTP",
        plain=mapped(
            "site_config.ftps_state",
            {"AllAllowed": True, "FtpsOnly": False, "Disabled": False},
            clear,
        ),
    )


_AUTHENTICATION = settings(
    api_authentication=any_of(on("auth_settings.enabled"), on("auth_settings_v2.auth_enabled"))
)
_HTTP_LOG = diagnosed("access_log", has("logs.http_logs"))


def _front(client_certificate: Reader) -> Column:
    """HTTPS is not demanded by default; TLS 1.2 is, once it is spoken."""
    return listener(
        plain=off("https_only", True),
        minimum_version=minimum_tls(
            "site_config.minimum_tls_version", "site_config.min_tls_version"
        ),
        client_certificate=client_certificate,
    )


_CERTIFICATE = first(
    on("client_certificate_enabled", None), on("client_cert_enabled", None), default=False
)
_NOT_ASKED = always(None)

describe(
    "web app",
    "azurerm_linux_web_app",
    "azurerm_windows_web_app",
    _front(_CERTIFICATE),
    _files(clear=False),
    _AUTHENTICATION,
    _HTTP_LOG,
    _runtimes,
    _docker,
)
describe(
    "web app slot",
    "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app_slot",
    _front(_NOT_ASKED),
    _files(clear=False),
    _runtimes,
    _docker,
)
describe(
    "app service",
    "azurerm_app_service",
    _front(_CERTIFICATE),
    _files(clear=True),
    _AUTHENTICATION,
    _HTTP_LOG,
    _runtimes,
)
describe(
    "app service slot",
    "azurerm_app_service_slot",
    _front(_NOT_ASKED),
    _files(clear=True),
    _runtimes,
)
describe(
    "function app",
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "azurerm_function_app_flex_consumption",
    "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app_slot",
    _front(_NOT_ASKED),
    _files(clear=False),
    _AUTHENTICATION,
    _runtimes,
    _docker,
)
describe(
    "function app",
    "azurerm_function_app",
    "azurerm_function_app_slot",
    _front(_NOT_ASKED),
    _files(clear=True),
    _AUTHENTICATION,
    _runtimes,
)
describe(
    "logic app",
    "azurerm_logic_app_standard",
    _front(_NOT_ASKED),
    _files(clear=True),
)
describe(
    "container app",
    "azurerm_container_app",
    listener(plain=on("ingress.allow_insecure_connections")),
    images("template.container.image", "template.init_container.image"),
)
describe(
    "container app job",
    "azurerm_container_app_job",
    images("template.container.image", "template.init_container.image"),
)
describe("Spring app", "azurerm_spring_cloud_app", listener(plain=off("https_only", True)))
describe(
    "Spring API portal",
    "azurerm_spring_cloud_api_portal",
    listener(plain=off("https_only_enabled", True)),
)
