"""Manifests on disk: what applications and the owners of a cluster keep in their repository.

python benchmarks/kubernetes_tree.py FOLDER FILES
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import kubernetes_apps as apps
import kubernetes_platform as platform
import yaml
from kubernetes_apps import Json


def write(folder: Path, files: int) -> None:
    """Write that many files: of one object most, of all of an application one in ten
    applications, and of JSON one in twenty."""
    for number, (path, objects) in zip(range(files), _files(), strict=False):
        place = folder / path
        if number % 20 == 7 and len(objects) == 1:
            place = place.with_suffix(".json")
            text = json.dumps(objects[0], indent=2)
        else:
            text = yaml.dump_all(objects, Dumper=_Dumper, sort_keys=False)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _files() -> Iterator[tuple[str, list[Json]]]:
    for number in range(apps.NAMESPACES):
        yield f"platform/{apps.namespace(number)}.yaml", platform.tenant(number)
    for number in range(1_000_000):
        folder = f"{apps.namespace(number)}/{apps.name(number)}"
        objects = apps.application(number)
        if number % 10 == 9:
            yield f"{folder}.yaml", objects
        else:
            for item in objects:
                yield f"{folder}/{item['kind'].lower()}.yaml", [item]
        if number % 6 == 0:
            yield f"platform/jobs/nightly-{number}.yaml", [platform.nightly(number)]
        if number % 12 == 0:
            yield f"platform/stores/store-{number}.yaml", [platform.store(number)]
            yield f"platform/operators/operator-{number}.yaml", platform.operator(number)
        if number % 50 == 0:
            yield f"platform/agents/agent-{number}.yaml", [platform.agent(number)]


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
