"""A task that runs in the network or process space of the machine under it.

Why it matters
    In the host's network a container reaches the metadata service and every local port, and
    security groups no longer tell tasks apart. In its process space it reads the memory of the
    others.

Verdicts
    The two are judged apart. PASS when the space is the task's own; FAIL when it is the host's.
    UNKNOWN when the answer could not be had.

How to mend it
    Give the task a network and a process space of its own.

    Register a revision with ``networkMode`` ``awsvpc`` and without ``pidMode`` ``host`` by ``aws
    ecs register-task-definition``; in Terraform they are ``network_mode`` and ``pid_mode`` of
    ``aws_ecs_task_definition``. Agents that watch the machine need it: waive them.

Sources
    Amazon ECS task and container security best practices, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "host_separate",
    id="access.host_shared",
    title="Container shares the host's network or processes",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="keeps its network and processes apart from the host",
    bad="shares the network or the processes of its host",
    controls=("PRR-02",),
    same_as=(
        "ecs_task_definitions_host_namespace_not_shared",
        "ecs_task_definitions_host_networking_mode_users",
    ),
)
