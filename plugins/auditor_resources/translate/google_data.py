"""Google Cloud's queues, warehouses, registries, pipelines and model workshops."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.facts import Fact
from auditor_resources.model import Resource
from auditor_resources.translate._base import Context, translates
from auditor_resources.translate._columns import describe, filled, mapped, settings, store
from auditor_resources.translate._tables import always, among, key, on, referent, when
from auditor_resources.translate.google_access import dataset_policy

_ENCRYPTED = always(True)
_DEFAULT_KEY = key("default_encryption_configuration.kms_key_name")

for _subject, _kind, _path in (
    ("Dataflow job", "google_dataflow_flex_template_job", "kms_key_name"),
    ("Document AI processor", "google_document_ai_processor", "kms_key_name"),
    ("Document AI warehouse", "google_document_ai_warehouse_location", "kms_key"),
    ("Pub/Sub topic", "google_pubsub_topic", "kms_key_name"),
    ("Vertex AI dataset", "google_vertex_ai_dataset", "encryption_spec.kms_key_name"),
    ("Vertex AI endpoint", "google_vertex_ai_endpoint", "encryption_spec.kms_key_name"),
    ("Vertex AI featurestore", "google_vertex_ai_featurestore", "encryption_spec.kms_key_name"),
    ("Vertex AI metadata store", "google_vertex_ai_metadata_store", "encryption_spec.kms_key_name"),
    ("Vertex AI tensorboard", "google_vertex_ai_tensorboard", "encryption_spec.kms_key_name"),
):
    describe(_subject, _kind, store(encrypted=_ENCRYPTED, key=key(_path)))


@translates("google_bigquery_dataset")
def dataset(resource: Resource, context: Context) -> Iterator[Fact]:
    """A dataset, with the access list that may be written in it."""
    column = store(encrypted=_ENCRYPTED, key=_DEFAULT_KEY)
    yield from filled(resource, context, "BigQuery dataset", column)
    yield from dataset_policy(resource, context, "BigQuery dataset")


@translates("google_bigquery_table")
def table(resource: Resource, context: Context) -> Iterator[Fact]:
    """A table; one without a key of its own is encrypted with that of its dataset."""
    own = key("encryption_configuration.kms_key_name")(resource.body)
    if own.value == "provider":
        kinds = ("google_bigquery_dataset",)
        parent = referent(context, resource, "dataset_id", kinds, "dataset_id")
        own = own if parent is None else _DEFAULT_KEY(parent.body)
    yield from filled(
        resource,
        context,
        "BigQuery table",
        store(
            encrypted=_ENCRYPTED,
            key=lambda _: own,
            deletion_protection=on("deletion_protection", True),
        ),
    )


describe(
    "Artifact Registry repository",
    "google_artifact_registry_repository",
    store(encrypted=_ENCRYPTED, key=key("kms_key_name")),
    settings(
        image_tags_immutable=when("format", ("DOCKER",), on("docker_config.immutable_tags")),
        image_scan_on_push=mapped(
            "vulnerability_scanning_config.enablement_config",
            {"DISABLED": False, "INHERITED": None},
            None,
        ),
    ),
)
describe(
    "Dataflow job",
    "google_dataflow_job",
    store(encrypted=_ENCRYPTED, key=key("kms_key_name")),
    settings(no_public_ip=among("ip_configuration", ("WORKER_IP_PRIVATE",))),
)
describe(
    "Dataproc cluster",
    "google_dataproc_cluster",
    store(encrypted=_ENCRYPTED, key=key("cluster_config.encryption_config.kms_key_name")),
    settings(no_public_ip=on("cluster_config.gce_cluster_config.internal_ip_only")),
)
describe(
    "Data Fusion instance",
    "google_data_fusion_instance",
    settings(
        no_public_ip=on("private_instance"),
        service_logs=on("enable_stackdriver_logging"),
    ),
)
describe(
    "Cloud Build worker pool",
    "google_cloudbuild_worker_pool",
    settings(no_public_ip=on("worker_config.no_external_ip")),
)
describe(
    "notebook instance",
    "google_notebooks_instance",
    store(encrypted=_ENCRYPTED, key=key("kms_key")),
    settings(no_public_ip=on("no_public_ip")),
)
describe(
    "notebook runtime",
    "google_notebooks_runtime",
    store(
        encrypted=_ENCRYPTED,
        key=key("virtual_machine.virtual_machine_config.encryption_config.kms_key"),
    ),
    settings(no_public_ip=on("virtual_machine.virtual_machine_config.internal_ip_only")),
)
describe(
    "Workbench instance",
    "google_workbench_instance",
    store("boot_disk", encrypted=_ENCRYPTED, key=key("gce_setup.boot_disk.kms_key")),
    settings(no_public_ip=on("gce_setup.disable_public_ip")),
)
describe(
    "Dialogflow agent",
    "google_dialogflow_agent",
    settings(service_logs=on("enable_logging")),
)
describe(
    "Dialogflow webhook",
    "google_dialogflow_cx_webhook",
    settings(service_logs=on("enable_stackdriver_logging")),
)
