"""A container or notebook that may do everything on the machine it runs on.

Why it matters
    A privileged container is root on its host: who breaks into it has the host, its role and all
    other containers. A notebook with root lets its users take off whatever guard was put on it.

Verdicts
    PASS when it has no such rights; FAIL when it has. Containers are judged one by one. UNKNOWN
    when the answer could not be had.

How to mend it
    Take the privilege off, and add single capabilities where one is needed.

    Register a revision without ``"privileged": true`` by ``aws ecs register-task-definition``.
    Notebooks: ``aws sagemaker update-notebook-instance --notebook-instance-name NAME --root-access
    Disabled`` while they stand still.

Sources
    Amazon ECS task and container security best practices, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html
    Control root access to a SageMaker notebook instance, https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "unprivileged",
    id="access.privileged_workload",
    title="Workload has root's rights over its machine",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="runs without root's rights over its machine",
    bad="has root's rights over its machine, or gives them to its users",
    controls=("PRR-02",),
    same_as=(
        "ecs_task_definitions_no_privileged_containers",
        "sagemaker_notebook_instance_root_access_disabled",
    ),
)
