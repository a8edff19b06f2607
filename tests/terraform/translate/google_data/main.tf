variable "key" {
  type = string
}

variable "entries" {
  type = list(string)
}

resource "google_kms_crypto_key" "data" {
  # none: encryption.customer_managed_key
  name     = "data"
  key_ring = "ring"
}

resource "google_pubsub_topic" "google_key" {
  # fail: encryption.customer_managed_key
  # pass: encryption.at_rest
  name = "t"
}

resource "google_pubsub_topic" "own_key" {
  # pass: encryption.customer_managed_key
  name         = "t"
  kms_key_name = google_kms_crypto_key.data.id
}

resource "google_pubsub_topic" "unset" {
  # unknown: encryption.customer_managed_key
  name         = "t"
  kms_key_name = var.key
}

resource "google_bigquery_dataset" "open" {
  # fail: encryption.customer_managed_key, access.public_principal
  dataset_id = "open"
  access {
    role          = "OWNER"
    user_by_email = "a@example.com"
  }
  access {
    role       = "roles/bigquery.dataViewer"
    iam_member = "allUsers"
  }
}

resource "google_bigquery_dataset" "closed" {
  # pass: encryption.customer_managed_key, access.public_principal
  dataset_id = "closed"
  access {
    role           = "READER"
    group_by_email = "ops@example.com"
  }
  default_encryption_configuration {
    kms_key_name = google_kms_crypto_key.data.id
  }
}

resource "google_bigquery_dataset" "dynamic" {
  # unknown: access.public_principal
  dataset_id = "dynamic"
  dynamic "access" {
    for_each = var.entries
    content {
      role       = "READER"
      iam_member = access.value
    }
  }
}

resource "google_bigquery_dataset" "default" {
  # none: access.public_principal
  dataset_id = "default"
}

resource "google_bigquery_table" "inherits" {
  # pass: encryption.customer_managed_key, resilience.no_deletion_protection
  dataset_id = google_bigquery_dataset.closed.dataset_id
  table_id   = "t"
}

resource "google_bigquery_table" "loose" {
  # fail: encryption.customer_managed_key, resilience.no_deletion_protection
  dataset_id          = google_bigquery_dataset.open.dataset_id
  table_id            = "t"
  deletion_protection = false
}

resource "google_artifact_registry_repository" "mutable" {
  # fail: encryption.customer_managed_key, patching.mutable_image_tags, patching.no_scan_on_push
  repository_id = "r"
  format        = "DOCKER"
  vulnerability_scanning_config {
    enablement_config = "DISABLED"
  }
}

resource "google_artifact_registry_repository" "fixed" {
  # pass: encryption.customer_managed_key, patching.mutable_image_tags
  # none: patching.no_scan_on_push
  repository_id = "r"
  format        = "DOCKER"
  kms_key_name  = google_kms_crypto_key.data.id
  docker_config {
    immutable_tags = true
  }
}

resource "google_artifact_registry_repository" "packages" {
  # none: patching.mutable_image_tags
  repository_id = "r"
  format        = "NPM"
}

resource "google_dataproc_cluster" "bare" {
  # fail: exposure.public_ip, encryption.customer_managed_key
  name = "c"
}

resource "google_dataproc_cluster" "private" {
  # pass: exposure.public_ip, encryption.customer_managed_key
  name = "c"
  cluster_config {
    gce_cluster_config {
      internal_ip_only = true
    }
    encryption_config {
      kms_key_name = google_kms_crypto_key.data.id
    }
  }
}

resource "google_dataflow_job" "public" {
  # fail: exposure.public_ip, encryption.customer_managed_key
  name              = "j"
  template_gcs_path = "gs://b/t"
  temp_gcs_location = "gs://b/tmp"
}

resource "google_notebooks_instance" "public" {
  # fail: exposure.public_ip, encryption.customer_managed_key
  name         = "n"
  machine_type = "e2-medium"
}

resource "google_workbench_instance" "private" {
  # pass: exposure.public_ip, encryption.customer_managed_key
  name = "w"
  gce_setup {
    disable_public_ip = true
    boot_disk {
      kms_key = google_kms_crypto_key.data.id
    }
  }
}

resource "google_cloudbuild_worker_pool" "public" {
  # fail: exposure.public_ip
  name     = "p"
  location = "l"
}

resource "google_data_fusion_instance" "public" {
  # fail: exposure.public_ip, logging.service_logs_disabled
  name = "f"
  type = "BASIC"
}

resource "google_vertex_ai_dataset" "google_key" {
  # fail: encryption.customer_managed_key
  display_name        = "d"
  metadata_schema_uri = "gs://schema"
}
