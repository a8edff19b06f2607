variable "networks" {
  type = list(string)
}

variable "release" {
  type = string
}

resource "google_container_cluster" "bare" {
  # fail: exposure.public_cluster_endpoint, exposure.cluster_endpoint_open_to_world
  # fail: secrets.no_envelope_encryption, exposure.public_ip
  # pass: access.no_cluster_rbac, access.basic_authentication, logging.control_plane_logs
  # pass: logging.container_insights_disabled
  # none: patching.end_of_support, access.metadata_v1, patching.no_node_auto_upgrade
  name = "bare"
}

resource "google_container_cluster" "old" {
  # fail: access.no_cluster_rbac, access.basic_authentication, logging.control_plane_logs
  # fail: logging.container_insights_disabled, patching.end_of_support, access.metadata_v1
  # fail: exposure.cluster_endpoint_open_to_world
  name               = "old"
  min_master_version = "1.24.5-gke.600"
  enable_legacy_abac = true
  logging_service    = "none"
  monitoring_service = "none"
  master_auth {
    client_certificate_config {
      issue_client_certificate = true
    }
  }
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "0.0.0.0/0"
    }
  }
  node_config {
    metadata = {
      disable-legacy-endpoints = "false"
    }
  }
}

resource "google_container_cluster" "hardened" {
  # pass: exposure.public_cluster_endpoint, exposure.cluster_endpoint_open_to_world
  # pass: secrets.no_envelope_encryption, exposure.public_ip, patching.end_of_support
  # pass: access.metadata_v1, patching.no_node_auto_upgrade
  name               = "hardened"
  min_master_version = "1.35"
  private_cluster_config {
    enable_private_endpoint = true
    enable_private_nodes    = true
  }
  release_channel {
    channel = "REGULAR"
  }
  database_encryption {
    state    = "ENCRYPTED"
    key_name = "k"
  }
  node_config {
    machine_type = "e2-medium"
  }
}

resource "google_container_cluster" "narrow" {
  # pass: exposure.cluster_endpoint_open_to_world
  # fail: exposure.public_cluster_endpoint
  name = "narrow"
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "198.51.100.0/24"
    }
  }
}

resource "google_container_cluster" "unset" {
  # unknown: exposure.cluster_endpoint_open_to_world, patching.end_of_support
  name               = "unset"
  min_master_version = var.release
  master_authorized_networks_config {
    dynamic "cidr_blocks" {
      for_each = var.networks
      content {
        cidr_block = cidr_blocks.value
      }
    }
  }
}

resource "google_container_cluster" "silent" {
  # fail: logging.control_plane_logs, logging.container_insights_disabled
  name = "silent"
  logging_config {
    enable_components = []
  }
  monitoring_config {
    enable_components = []
  }
}

resource "google_container_node_pool" "manual" {
  # fail: patching.no_node_auto_upgrade, patching.end_of_support
  cluster = google_container_cluster.bare.id
  version = "1.20"
  management {
    auto_upgrade = false
  }
}

resource "google_container_node_pool" "automatic" {
  # pass: patching.no_node_auto_upgrade, access.metadata_v1
  # none: exposure.public_ip
  cluster = google_container_cluster.bare.id
  node_config {
    machine_type = "e2-medium"
  }
}
