variable "ranges" {
  type = list(string)
}

locals {
  ports = ["22", "3306"]
}

resource "google_compute_firewall" "ssh" {
  # fail: exposure.ssh_open, exposure.sensitive_port_open
  # pass: exposure.rdp_open, exposure.all_ports_open
  name          = "ssh"
  network       = "n"
  source_ranges = ["0.0.0.0/0"]
  allow {
    protocol = "tcp"
    ports    = local.ports
  }
}

resource "google_compute_firewall" "range" {
  # fail: exposure.rdp_open, exposure.http_open
  # pass: exposure.ssh_open
  name          = "range"
  network       = "n"
  source_ranges = ["::/0"]
  allow {
    protocol = "6"
    ports    = ["80", "3000-4000"]
  }
}

resource "google_compute_firewall" "everything" {
  # fail: exposure.all_ports_open, exposure.ssh_open, exposure.rdp_open
  name    = "everything"
  network = "n"
  allow {
    protocol = "all"
  }
}

resource "google_compute_firewall" "inside" {
  # pass: exposure.ssh_open, exposure.all_ports_open
  name        = "inside"
  network     = "n"
  source_tags = ["bastion"]
  allow {
    protocol = "tcp"
  }
}

resource "google_compute_firewall" "off" {
  # pass: exposure.ssh_open
  name          = "off"
  network       = "n"
  disabled      = true
  source_ranges = ["0.0.0.0/0"]
  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
}

resource "google_compute_firewall" "closed" {
  # pass: exposure.ssh_open
  name          = "closed"
  network       = "n"
  source_ranges = ["0.0.0.0/0"]
  deny {
    protocol = "tcp"
    ports    = ["22"]
  }
}

resource "google_compute_firewall" "unset" {
  # unknown: exposure.ssh_open
  name          = "unset"
  network       = "n"
  source_ranges = var.ranges
  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
}

resource "google_compute_firewall" "dynamic" {
  # fail: exposure.rdp_open
  name          = "dynamic"
  network       = "n"
  source_ranges = ["0.0.0.0/0"]
  dynamic "allow" {
    for_each = { rdp = 3389 }
    content {
      protocol = "tcp"
      ports    = [allow.value]
    }
  }
}

resource "google_compute_firewall" "dynamic_unset" {
  # unknown: exposure.rdp_open
  name          = "dynamic"
  network       = "n"
  source_ranges = ["0.0.0.0/0"]
  dynamic "allow" {
    for_each = var.ranges
    content {
      protocol = "tcp"
      ports    = [allow.value]
    }
  }
}

resource "google_compute_firewall" "out" {
  # fail: exposure.unrestricted_egress
  # pass: exposure.ssh_open
  name               = "out"
  network            = "n"
  direction          = "EGRESS"
  destination_ranges = ["0.0.0.0/0"]
  allow {
    protocol = "all"
  }
}

resource "google_compute_network_firewall_policy_rule" "ssh" {
  # fail: exposure.ssh_open
  firewall_policy = "p"
  action          = "allow"
  direction       = "INGRESS"
  priority        = 1000
  match {
    src_ip_ranges = ["0.0.0.0/0"]
    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["22"]
    }
  }
}

resource "google_compute_network_firewall_policy_rule" "tagged" {
  # pass: exposure.ssh_open
  firewall_policy = "p"
  action          = "allow"
  direction       = "INGRESS"
  priority        = 1000
  match {
    src_secure_tags {
      name = "tagValues/1"
    }
    layer4_configs {
      ip_protocol = "tcp"
      ports       = ["22"]
    }
  }
}

resource "google_project" "with_network" {
  # fail: exposure.default_security_group, exposure.ssh_open, exposure.rdp_open
  name       = "p"
  project_id = "p"
}

resource "google_project" "without_network" {
  # none: exposure.default_security_group, exposure.ssh_open
  name                = "p"
  project_id          = "p"
  auto_create_network = false
}
