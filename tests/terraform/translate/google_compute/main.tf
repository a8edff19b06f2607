variable "logs" {
  type = list(string)
}

resource "google_kms_crypto_key" "disks" {
  # none: encryption.at_rest
  name     = "disks"
  key_ring = "ring"
}

resource "google_compute_instance" "open" {
  # fail: exposure.public_ip, encryption.customer_managed_key, patching.end_of_support
  # pass: encryption.at_rest
  name         = "open"
  machine_type = "e2-small"
  boot_disk {
    initialize_params {
      image = "ubuntu-os-cloud/ubuntu-1804-lts"
    }
  }
  network_interface {
    network = "default"
    access_config {}
  }
}

resource "google_compute_instance" "closed" {
  # pass: exposure.public_ip, encryption.customer_managed_key, patching.end_of_support
  name         = "closed"
  machine_type = "e2-small"
  boot_disk {
    kms_key_self_link = google_kms_crypto_key.disks.id
    initialize_params {
      image = "ubuntu-os-cloud/ubuntu-2404-lts-amd64"
    }
  }
  network_interface {
    network = "default"
  }
}

resource "google_compute_instance" "dynamic" {
  # unknown: exposure.public_ip
  # none: encryption.customer_managed_key
  name         = "dynamic"
  machine_type = "e2-small"
  boot_disk {
    source = google_compute_disk.own_key.self_link
  }
  network_interface {
    network = "default"
    dynamic "access_config" {
      for_each = var.logs
      content {}
    }
  }
}

resource "google_compute_instance_from_template" "spare" {
  # none: exposure.public_ip
  name                     = "spare"
  source_instance_template = "t"
}

resource "google_compute_instance_template" "six" {
  # fail: exposure.public_ip, encryption.customer_managed_key
  machine_type = "e2-small"
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = "default"
    ipv6_access_config {
      network_tier = "PREMIUM"
    }
  }
}

resource "google_compute_disk" "google_key" {
  # fail: encryption.customer_managed_key
  # pass: encryption.at_rest
  name = "d"
}

resource "google_compute_disk" "own_key" {
  # pass: encryption.customer_managed_key
  name = "d"
  disk_encryption_key {
    kms_key_self_link = "projects/p/locations/l/keyRings/r/cryptoKeys/k"
  }
}

resource "google_compute_subnetwork" "silent" {
  # fail: logging.flow_logs_disabled
  name          = "s"
  ip_cidr_range = "10.0.0.0/24"
  network       = "n"
}

resource "google_compute_subnetwork" "logged" {
  # pass: logging.flow_logs_disabled
  name          = "s"
  ip_cidr_range = "10.0.0.0/24"
  network       = "n"
  log_config {
    flow_sampling = 0.5
  }
}

resource "google_compute_subnetwork" "unset" {
  # unknown: logging.flow_logs_disabled
  name          = "s"
  ip_cidr_range = "10.0.0.0/24"
  network       = "n"
  dynamic "log_config" {
    for_each = var.logs
    content {
      flow_sampling = log_config.value
    }
  }
}

resource "google_compute_subnetwork" "proxy" {
  # none: logging.flow_logs_disabled
  name          = "s"
  ip_cidr_range = "10.0.0.0/24"
  network       = "n"
  purpose       = "REGIONAL_MANAGED_PROXY"
}
