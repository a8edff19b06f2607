"""Cloud Storage buckets."""

from __future__ import annotations

from auditor_resources.translate._columns import describe, settings, store
from auditor_resources.translate._tables import always, among, has, key, on

describe(
    "Cloud Storage bucket",
    "google_storage_bucket",
    store(
        encrypted=always(True),
        key=key("encryption.default_kms_key_name"),
        versioned=on("versioning.enabled"),
    ),
    settings(
        access_log=has("logging.log_bucket"),
        ignore_public_acls=on("uniform_bucket_level_access"),
        public_access_block=among("public_access_prevention", ("enforced",)),
    ),
)
