variable "member" {
  type = string
}

resource "google_service_account" "app" {
  account_id = "app"
}

resource "google_storage_bucket_iam_member" "public" {
  # fail: access.public_principal
  bucket = "b"
  role   = "roles/storage.objectViewer"
  member = "allUsers"
}

resource "google_storage_bucket_iam_binding" "signed_in" {
  # fail: access.public_principal
  bucket  = "b"
  role    = "roles/storage.objectViewer"
  members = ["user:a@example.com", "allAuthenticatedUsers"]
}

resource "google_storage_bucket_iam_member" "service" {
  # pass: access.public_principal
  bucket = "b"
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.app.email}"
}

resource "google_storage_bucket_iam_member" "unset" {
  # unknown: access.public_principal
  bucket = "b"
  role   = "roles/storage.objectViewer"
  member = var.member
}

resource "google_cloud_run_service_iam_member" "invoker" {
  # fail: access.public_principal
  for_each = toset(["group:ops@example.com", "allUsers"])
  service  = "s"
  role     = "roles/run.invoker"
  member   = each.value
}

# fail: access.public_principal
data "google_iam_policy" "open" {
  binding {
    role    = "roles/viewer"
    members = ["allUsers"]
  }
}

resource "google_kms_crypto_key_iam_policy" "from_data" {
  # fail: access.public_principal
  crypto_key_id = "k"
  policy_data   = data.google_iam_policy.open.policy_data
}

resource "google_pubsub_topic_iam_policy" "from_json" {
  # pass: access.public_principal
  topic = "t"
  policy_data = jsonencode({
    bindings = [{ role = "roles/pubsub.publisher", members = ["group:ops@example.com"] }]
  })
}

resource "google_pubsub_topic_iam_policy" "from_text" {
  # fail: access.public_principal
  topic       = "t"
  policy_data = <<-JSON
    {"bindings": [{"role": "roles/pubsub.publisher", "members": ["allUsers"]}]}
  JSON
}

resource "google_project_iam_member" "owner" {
  # fail: access.admin_policy, access.policy_on_user
  # pass: access.public_principal
  project = "p"
  role    = "roles/owner"
  member  = "user:a@example.com"
}

resource "google_project_iam_binding" "narrow" {
  # pass: access.admin_policy, access.policy_on_user
  project = "p"
  role    = "roles/logging.viewer"
  members = ["group:ops@example.com"]
}

resource "google_folder_iam_member" "custom" {
  # pass: access.admin_policy
  folder = "f"
  role   = google_project_iam_custom_role.reader.id
  member = "serviceAccount:${google_service_account.app.email}"
}

resource "google_project_iam_custom_role" "reader" {
  role_id     = "reader"
  title       = "Reader"
  permissions = ["storage.objects.get"]
}

resource "google_organization_iam_member" "unknown_role" {
  # unknown: access.admin_policy
  org_id = "1"
  role   = "roles/${var.member}"
  member = "group:ops@example.com"
}

resource "google_service_account_iam_binding" "open" {
  # fail: access.public_trust
  service_account_id = google_service_account.app.name
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = ["allUsers"]
}

resource "google_service_account_iam_binding" "named" {
  # pass: access.public_trust
  service_account_id = google_service_account.app.name
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = ["group:ops@example.com"]
}

resource "google_service_account_key" "stored" {
  # fail: access.long_lived_key
  service_account_id = google_service_account.app.name
}

resource "google_iam_workload_identity_pool_provider" "anybody" {
  # fail: access.public_trust
  workload_identity_pool_id          = "pool"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.aud == 'https://example.com'"
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_iam_workload_identity_pool_provider" "ours" {
  # pass: access.public_trust
  workload_identity_pool_id          = "pool"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.repository_owner == 'example'"
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_bigquery_dataset_access" "everyone" {
  # fail: access.public_principal
  dataset_id    = "d"
  role          = "READER"
  special_group = "allAuthenticatedUsers"
}

resource "google_storage_bucket_access_control" "everyone" {
  # fail: access.public_principal
  bucket = "b"
  role   = "READER"
  entity = "allUsers"
}

resource "google_project_iam_member" "own_account" {
  # pass: access.policy_on_user, access.public_principal
  project = "p"
  role    = "roles/logging.viewer"
  member  = google_service_account.app.member
}

variable "reader" {
  type = string
}

resource "google_project_iam_member" "untold" {
  # unknown: access.policy_on_user, access.public_principal
  project = "p"
  role    = "roles/logging.viewer"
  member  = var.reader
}
