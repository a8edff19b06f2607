variable "image" {
  type = string
}

variable "replicas" {
  type = number
}

resource "kubernetes_deployment_v1" "careless" {
  # fail: workloads.privileged, workloads.host_pid, workloads.sys_admin, workloads.runtime_socket
  # fail: workloads.runs_as_root, readiness.no_readiness_probe, readiness.no_memory_limit
  # pass: workloads.host_ipc, readiness.no_liveness_probe
  # unknown: patching.unpinned_image
  metadata {
    name      = "careless"
    namespace = "shop"
  }
  spec {
    replicas = 3
    selector {
      match_labels = { app = "careless" }
    }
    template {
      metadata {
        labels = { app = "careless" }
      }
      spec {
        host_pid = true
        container {
          name  = "app"
          image = var.image
          port {
            container_port = 8080
          }
          security_context {
            privileged = true
            capabilities {
              add = ["SYS_ADMIN"]
            }
          }
          liveness_probe {
            http_get {
              path = "/"
              port = 8080
            }
          }
          volume_mount {
            name       = "runtime"
            mount_path = "/var/run/docker.sock"
          }
        }
        volume {
          name = "runtime"
          host_path {
            path = "/var/run/docker.sock"
          }
        }
      }
    }
  }
}

resource "kubernetes_deployment" "careful" {
  # pass: workloads.privileged, workloads.runs_as_root, workloads.privilege_escalation
  # pass: workloads.writable_root_filesystem, workloads.capabilities_kept, workloads.no_seccomp_profile
  # pass: readiness.no_cpu_request, readiness.no_memory_limit, readiness.no_readiness_probe
  # pass: patching.unpinned_image, access.token_mounted, readiness.no_spread
  # unknown: readiness.single_replica
  metadata {
    name      = "careful"
    namespace = "shop"
  }
  spec {
    replicas = var.replicas
    selector {
      match_labels = { app = "careful" }
    }
    template {
      metadata {
        labels = { app = "careful" }
      }
      spec {
        service_account_name            = "careful"
        automount_service_account_token = false
        security_context {
          run_as_non_root = true
          run_as_user     = 10001
          seccomp_profile {
            type = "RuntimeDefault"
          }
        }
        topology_spread_constraint {
          max_skew           = 1
          topology_key       = "topology.kubernetes.io/zone"
          when_unsatisfiable = "ScheduleAnyway"
          label_selector {
            match_labels = { app = "careful" }
          }
        }
        container {
          name  = "app"
          image = "registry.example.com/app:1.2.3"
          resources {
            requests = { cpu = "100m", memory = "64Mi" }
            limits   = { memory = "128Mi" }
          }
          security_context {
            allow_privilege_escalation = false
            read_only_root_filesystem  = true
            capabilities {
              drop = ["ALL"]
            }
          }
          readiness_probe {
            tcp_socket {
              port = 8080
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_cron_job_v1" "nightly" {
  # fail: workloads.host_network, readiness.cron_overlaps
  metadata {
    name      = "nightly"
    namespace = "shop"
  }
  spec {
    schedule = "0 3 * * *"
    job_template {
      metadata {}
      spec {
        template {
          metadata {}
          spec {
            host_network = true
            container {
              name  = "job"
              image = "registry.example.com/job:1"
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_cluster_role_binding" "everybody" {
  # fail: access.cluster_admin_bound
  metadata {
    name = "everybody"
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = "cluster-admin"
  }
  subject {
    kind      = "Group"
    name      = "system:authenticated"
    api_group = "rbac.authorization.k8s.io"
  }
}

resource "kubernetes_cluster_role_v1" "reader" {
  # fail: access.secrets_readable
  # pass: access.exec_into_pods
  metadata {
    name = "reader"
  }
  rule {
    api_groups = [""]
    resources  = ["secrets"]
    verbs      = ["get", "list"]
  }
}

resource "kubernetes_service_v1" "public" {
  # fail: exposure.external_ips, exposure.load_balancer
  metadata {
    name      = "public"
    namespace = "shop"
  }
  spec {
    type         = "LoadBalancer"
    external_ips = ["203.0.113.9"]
    selector     = { app = "careful" }
    port {
      port        = 443
      target_port = 8443
    }
  }
}

resource "kubernetes_ingress_v1" "plain" {
  # fail: certificates.route_without_tls
  metadata {
    name      = "plain"
    namespace = "shop"
  }
  spec {
    rule {
      host = "shop.example.com"
      http {
        path {
          path = "/"
          backend {
            service {
              name = "public"
              port {
                number = 443
              }
            }
          }
        }
      }
    }
  }
}

resource "kubernetes_manifest" "pod" {
  # fail: workloads.privileged, patching.unpinned_image
  manifest = {
    apiVersion = "v1"
    kind       = "Pod"
    metadata   = { name = "tool", namespace = "shop" }
    spec = {
      containers = [{
        name            = "tool"
        image           = "registry.example.com/tool"
        securityContext = { privileged = true }
      }]
    }
  }
}

resource "kubernetes_manifest" "unresolved" {
  # none: workloads.privileged
  manifest = yamldecode(var.image)
}
