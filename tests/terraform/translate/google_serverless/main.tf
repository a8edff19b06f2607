variable "tag" {
  type = string
}

resource "google_cloudfunctions_function" "old" {
  # fail: patching.end_of_support, certificates.plain_http
  name         = "f"
  runtime      = "python37"
  trigger_http = true
}

resource "google_cloudfunctions_function" "secure" {
  # pass: patching.end_of_support, certificates.plain_http
  name                         = "f"
  runtime                      = "nodejs24"
  trigger_http                 = true
  https_trigger_security_level = "SECURE_ALWAYS"
}

resource "google_cloudfunctions_function" "event" {
  # none: certificates.plain_http, patching.end_of_support
  name    = "f"
  runtime = "java17"
}

resource "google_cloudfunctions2_function" "old" {
  # fail: patching.end_of_support
  name = "f"
  build_config {
    runtime = "nodejs16"
  }
}

resource "google_cloud_run_service" "moving" {
  # fail: patching.unpinned_image
  name     = "s"
  location = "l"
  template {
    spec {
      containers {
        image = "gcr.io/p/app:latest"
      }
    }
  }
}

resource "google_cloud_run_v2_service" "fixed" {
  # pass: patching.unpinned_image, access.unauthenticated_api
  name     = "s"
  location = "l"
  template {
    containers {
      image = "gcr.io/p/${var.tag}/app:1.2"
    }
  }
}

resource "google_cloud_run_v2_service" "open" {
  # fail: access.unauthenticated_api
  # unknown: patching.unpinned_image
  name                 = "s"
  location             = "l"
  invoker_iam_disabled = true
  template {
    containers {
      image = "gcr.io/p/app:${var.tag}"
    }
  }
}

resource "google_cloud_run_v2_job" "untagged" {
  # fail: patching.unpinned_image
  name     = "j"
  location = "l"
  template {
    template {
      containers {
        image = "gcr.io/p/job"
      }
    }
  }
}
