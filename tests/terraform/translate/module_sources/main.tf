# none: patching.unpinned_module
module "near" {
  source = "./near"
}

# fail: patching.unpinned_module
module "registry" {
  source = "terraform-aws-modules/vpc/aws"
}

# pass: patching.unpinned_module
module "registry_pinned" {
  source  = "terraform-aws-modules/vpc/aws//modules/endpoints"
  version = "5.8.1"
}

# fail: patching.unpinned_module
module "git" {
  source = "git::https://example.com/network.git"
}

# fail: patching.unpinned_module
module "git_branch" {
  source = "git::https://example.com/network.git?ref=main"
}

# pass: patching.unpinned_module
module "git_tag" {
  source = "github.com/example/network?ref=v1.2.0"
}

# pass: patching.unpinned_module
module "git_commit" {
  source = "git::ssh://git@example.com/network.git//vpc?depth=1&ref=f8d7a0c1b2e3f4a5968778695a4b3c2d1e0f9a8b"
}
