"""Who may do what in Google Cloud: IAM members, bindings and policies of every resource."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from msgspec.structs import replace

from auditor.facts import (
    ANYONE,
    AccessPolicy,
    Condition,
    Credential,
    Fact,
    Grant,
    PolicyAttachment,
    Unknown,
)
from auditor_resources import model
from auditor_resources.jsontext import as_json
from auditor_resources.model import Body, Resource
from auditor_resources.translate._base import Answer, Context, text, translates, unknown
from auditor_resources.translate._policy import shown

Purpose = Literal["identity", "resource", "trust"]

_RESOURCES = {
    "google_artifact_registry_repository": "Artifact Registry repository",
    "google_bigquery_connection": "BigQuery connection",
    "google_bigquery_dataset": "BigQuery dataset",
    "google_bigquery_table": "BigQuery table",
    "google_bigtable_instance": "Bigtable instance",
    "google_bigtable_table": "Bigtable table",
    "google_binary_authorization_attestor": "Binary Authorization attestor",
    "google_cloud_run_service": "Cloud Run service",
    "google_cloud_run_v2_job": "Cloud Run job",
    "google_cloud_run_v2_service": "Cloud Run service",
    "google_cloud_tasks_queue": "Cloud Tasks queue",
    "google_cloudfunctions2_function": "Cloud Function",
    "google_cloudfunctions_function": "Cloud Function",
    "google_compute_disk": "persistent disk",
    "google_compute_image": "machine image",
    "google_compute_instance": "Compute Engine instance",
    "google_compute_region_disk": "persistent disk",
    "google_compute_snapshot": "disk snapshot",
    "google_compute_subnetwork": "subnetwork",
    "google_data_fusion_instance": "Data Fusion instance",
    "google_dataproc_cluster": "Dataproc cluster",
    "google_dns_managed_zone": "DNS zone",
    "google_endpoints_service": "Endpoints service",
    "google_healthcare_dataset": "Healthcare dataset",
    "google_healthcare_dicom_store": "DICOM store",
    "google_healthcare_fhir_store": "FHIR store",
    "google_iap_tunnel_instance": "IAP tunnel",
    "google_iap_web": "IAP",
    "google_iap_web_backend_service": "IAP backend service",
    "google_kms_crypto_key": "KMS key",
    "google_kms_key_ring": "KMS key ring",
    "google_notebooks_instance": "notebook instance",
    "google_privateca_ca_pool": "CA pool",
    "google_pubsub_subscription": "Pub/Sub subscription",
    "google_pubsub_topic": "Pub/Sub topic",
    "google_secret_manager_secret": "secret",
    "google_sourcerepo_repository": "source repository",
    "google_spanner_database": "Spanner database",
    "google_spanner_instance": "Spanner instance",
    "google_storage_bucket": "Cloud Storage bucket",
    "google_storage_managed_folder": "Cloud Storage folder",
    "google_workbench_instance": "Workbench instance",
}
_MORE_RESOURCES = """
    access_context_manager_access_policy api_gateway_api api_gateway_api_config
    api_gateway_gateway apigee_environment bigquery_analytics_hub_data_exchange
    bigquery_analytics_hub_listing bigquery_datapolicy_data_policy bigquery_routine
    cloud_run_v2_worker_pool cloudbuildv2_connection colab_runtime_template
    compute_backend_bucket compute_backend_service compute_instance_template
    compute_machine_image compute_region_backend_service container_analysis_note
    data_catalog_entry_group data_catalog_policy_tag data_catalog_tag_template
    data_catalog_taxonomy dataform_repository dataplex_asset dataplex_datascan dataplex_lake
    dataplex_task dataplex_zone dataproc_autoscaling_policy dataproc_job
    dataproc_metastore_federation dataproc_metastore_service endpoints_service_consumers
    gke_backup_backup_plan gke_backup_restore_plan gke_hub_feature gke_hub_membership
    gke_hub_scope healthcare_consent_store healthcare_hl7_v2_store iap_app_engine_service
    iap_app_engine_version iap_tunnel iap_tunnel_dest_group iap_web_cloud_run_service
    iap_web_region_backend_service iap_web_type_app_engine iap_web_type_compute
    kms_ekm_connection logging_log_view network_security_address_group
    privateca_certificate_template pubsub_schema runtimeconfig_config scc_source
    secret_manager_regional_secret secure_source_manager_instance
    secure_source_manager_repository service_directory_namespace service_directory_service
    tags_tag_key tags_tag_value vertex_ai_endpoint vertex_ai_featurestore
    vertex_ai_featurestore_entitytype workstations_workstation
    workstations_workstation_config
""".split()
_SCOPES = {
    "google_billing_account": "billing account",
    "google_folder": "folder",
    "google_organization": "organization",
    "google_project": "project",
}
_FORMS = ("member", "binding", "policy")
_PUBLIC = ("allUsers", "allAuthenticatedUsers")
_OF_ONE_CUSTOMER = re.compile(
    r"\b(sub|subject|repository\w*|owner\w*|organi[sz]ation\w*|namespace\w*|project_path|project_id"
    r"|terraform_\w+|google\.subject)\b"
)
"""Claims that tell one customer of a public issuer from another."""


def _principal(value: Any) -> str | Unknown:
    """``allAuthenticatedUsers`` is whoever has a Google account, which is anyone."""
    name = shown(value)
    return ANYONE if name in _PUBLIC else name


def _principals(value: Any) -> tuple[str | Unknown, ...]:
    if value is None:
        return ()
    return tuple(_principal(item) for item in (value if isinstance(value, list) else [value]))


def _role(value: Any) -> str | Unknown:
    if isinstance(value, model.Partial) and value.known_text() == "roles/":
        return Unknown(value.reason)
    return Unknown("no role is set") if value is None else shown(value)


def _grant(role: Any, members: Any, expression: Any) -> Grant:
    named = _role(role)
    conditions: tuple[Condition, ...] = ()
    if isinstance(expression, model.Unknown):
        conditions = (Condition("expression", "condition", unknown(expression)),)
    elif isinstance(expression, str):
        conditions = (Condition("expression", "condition", (expression,)),)
    return Grant(
        principals=_principals(members),
        role=named,
        conditions=conditions,
        statement=named if isinstance(named, str) else "",
    )


def _from_block(body: Body) -> Grant:
    members = body.get("members")
    condition = body.block("condition")
    return _grant(
        body.get("role"),
        body.get("member") if members is None else members,
        None if condition is None else condition.get("expression"),
    )


def _from_bindings(body: Body) -> tuple[Grant, ...] | Unknown:
    hole = body.hole("binding")
    if hole is not None:
        return unknown(hole)
    return tuple(_from_block(block) for block in body.blocks("binding"))


def _from_document(value: Any, context: Context) -> tuple[Grant, ...] | Unknown:
    """Read ``policy_data``: JSON, or a reference to a ``google_iam_policy`` data source."""
    document = as_json(value)
    if isinstance(document, model.Unknown):
        for ref in document.refs:
            source = context.estate.at(ref)
            if source is not None and source.type == "google_iam_policy":
                return _from_bindings(source.body)
        return unknown(document)
    bindings = document.get("bindings") if isinstance(document, dict) else None
    if not isinstance(bindings, list):
        return Unknown("policy_data has no bindings")
    return tuple(
        _grant(item.get("role"), item.get("members"), _expression(item.get("condition")))
        for item in bindings
        if isinstance(item, dict)
    )


def _expression(condition: Any) -> Any:
    return condition.get("expression") if isinstance(condition, dict) else condition


def _grants(resource: Resource, context: Context) -> tuple[Grant, ...] | Unknown:
    if resource.type.endswith("_iam_policy"):
        return _from_document(resource.body.get("policy_data"), context)
    return (_from_block(resource.body),)


def _policy(
    resource: Resource,
    context: Context,
    subject: str,
    purpose: Purpose,
    grants: tuple[Grant, ...] | Unknown,
    part: str = "",
) -> AccessPolicy:
    place = resource.body.place_of("members", "member", "policy_data", "access", "binding")
    return context.fact(
        AccessPolicy,
        resource,
        f"{subject} IAM policy",
        part=part,
        answers={"grants": Answer(grants, place)},
        purpose=purpose,
    )


def _attachment(
    resource: Resource, context: Context, subject: str, grant: Grant
) -> PolicyAttachment:
    """A role given to its members: to a user as soon as one of them is a person by name."""
    kinds = {_kind_of(member) for member in grant.principals}
    kind: Literal["user", "group", "role", "several"] = "role"
    if "user" in kinds:
        kind = "user"
    elif "" in kinds:
        kind = "several"
    elif kinds <= {"group", "domain"}:
        kind = "group"
    return context.fact(
        PolicyAttachment,
        resource,
        f"{subject} IAM role",
        answers={"principal_kind": Answer(kind, resource.body.place_of("member", "members"))},
        policy=grant.role,
    )


def _kind_of(member: str | Unknown) -> str:
    """Return what stands before the colon; a member that a service account of this
    configuration will tell is one."""
    if isinstance(member, Unknown):
        return ""
    if member.startswith("${") and "google_service_account." in member:
        return "serviceAccount"
    return member.partition(":")[0]


def _register(kind: str, subject: str, purpose: Purpose) -> None:
    @translates(*(f"{kind}_iam_{form}" for form in _FORMS))
    def translator(resource: Resource, context: Context) -> Iterator[Fact]:
        grants = _grants(resource, context)
        yield _policy(resource, context, subject, purpose, grants)


def _register_scope(kind: str, subject: str) -> None:
    """Register a level of the hierarchy, where a role reaches everything below."""

    @translates(*(f"{kind}_iam_{form}" for form in _FORMS))
    def translator(resource: Resource, context: Context) -> Iterator[Fact]:
        grants = _grants(resource, context)
        yield _policy(resource, context, subject, "identity", grants)
        if isinstance(grants, Unknown):
            return
        members = tuple(replace(grant, role="") for grant in grants)
        yield _policy(resource, context, subject, "resource", members, "members")
        if not resource.type.endswith("_iam_policy"):
            yield from (_attachment(resource, context, subject, grant) for grant in grants)


for _kind, _subject in _RESOURCES.items():
    _register(_kind, _subject, "resource")
for _name in _MORE_RESOURCES:
    _register(f"google_{_name}", _name.replace("_", " "), "resource")
for _kind, _subject in _SCOPES.items():
    _register_scope(_kind, _subject)
_register("google_service_account", "service account", "trust")


@translates("data.google_iam_policy")
def document(resource: Resource, context: Context) -> Iterator[Fact]:
    """A policy written as a data source, wherever it is used."""
    grants = _from_bindings(resource.body)
    yield _policy(resource, context, "Google", "resource", grants)


def dataset_policy(resource: Resource, context: Context, subject: str) -> Iterator[AccessPolicy]:
    """The ``access`` blocks of a BigQuery dataset, when there are any."""
    hole = resource.body.hole("access")
    blocks = resource.body.blocks("access")
    if hole is not None:
        yield _policy(resource, context, subject, "resource", unknown(hole))
    elif blocks:
        grants = tuple(_dataset_grant(block) for block in blocks)
        yield _policy(resource, context, subject, "resource", grants)


def _dataset_grant(body: Body) -> Grant:
    names = ("special_group", "iam_member", "user_by_email", "group_by_email", "domain")
    members = [body.get(name) for name in names if body.get(name) not in (None, "")]
    role = body.get("role")
    return _grant("view" if role is None else role, members, None)


@translates("google_bigquery_dataset_access")
def dataset_access(resource: Resource, context: Context) -> Iterator[Fact]:
    """One entry of a dataset's access list."""
    grants = (_dataset_grant(resource.body),)
    yield _policy(resource, context, "BigQuery dataset", "resource", grants)


@translates("google_storage_bucket_access_control", "google_storage_default_object_access_control")
def bucket_entity(resource: Resource, context: Context) -> Iterator[Fact]:
    """One entry of a bucket's old access control list."""
    grant = _grant(resource.body.get("role"), resource.body.get("entity"), None)
    yield _policy(resource, context, "Cloud Storage bucket", "resource", (grant,))


@translates("google_iam_workload_identity_pool_provider")
def identity_provider(resource: Resource, context: Context) -> Iterator[Fact]:
    """Who may sign in through a provider. A public issuer such as GitHub signs for all its
    customers, so only a condition on the caller's identity tells them apart."""
    body = resource.body
    oidc = body.block("oidc")
    if oidc is None:
        return
    issuer = text(oidc, "issuer_uri").value
    condition = text(body, "attribute_condition").value
    host = issuer.removeprefix("https://").rstrip("/") if isinstance(issuer, str) else ""
    conditions: tuple[Condition, ...] = ()
    if isinstance(condition, Unknown):
        conditions = (Condition("StringEquals", f"{host}:sub", condition),)
    elif condition and _OF_ONE_CUSTOMER.search(condition):
        conditions = (Condition("StringEquals", f"{host}:sub", (condition,)),)
    principal = issuer if isinstance(issuer, Unknown) else f"federated:{host}"
    grants = (Grant(principals=(principal,), conditions=conditions),)
    yield context.fact(
        AccessPolicy,
        resource,
        "workload identity provider",
        answers={"grants": Answer(grants, body.place_of("attribute_condition", "oidc"))},
        purpose="trust",
    )


@translates("google_service_account_key")
def service_account_key(resource: Resource, context: Context) -> Iterator[Fact]:
    """A key that does not expire by itself and lies in the state."""
    account = shown(resource.body.get("service_account_id"))
    yield context.fact(
        Credential,
        resource,
        "service account key",
        answers={"principal": Answer(account, resource.body.place_of("service_account_id"))},
        form="service account key",
    )
