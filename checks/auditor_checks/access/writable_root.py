"""A container whose root file system can be written.

Why it matters
    An intruder who can write brings tools along and keeps them until the task ends. With a
    read-only root there is no place for them.

Verdicts
    PASS when the root file system is read-only; FAIL when it is not, which is the default.
    Containers are judged one by one. Windows containers cannot and are not judged. UNKNOWN when the
    answer could not be had.

How to mend it
    Mount the root file system read-only, and give the container volumes where it has to write.

    Set ``"readonlyRootFilesystem": true`` in the container's definition and a ``tmpfs`` or bind
    mount for what is temporary, then register the revision by ``aws ecs register-task-definition``.

Sources
    ContainerDefinition (Amazon ECS API), https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "read_only_root",
    id="access.writable_root",
    title="Container may change its own programs",
    severity=Severity.INFO,
    doc=__doc__ or "",
    good="cannot change its own programs",
    bad="can change its own programs",
    controls=("PRR-02",),
    same_as=("ecs_task_definitions_containers_readonly_access",),
)
