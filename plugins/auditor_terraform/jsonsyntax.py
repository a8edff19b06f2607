"""JSON syntax of configuration files."""

from __future__ import annotations

from auditor_terraform.syntax import FileSyntax


def parse_json_file(source: bytes, file: str) -> FileSyntax:
    """Read one ``.tf.json`` or ``.tfvars.json`` file; never raises for its content."""
    return FileSyntax(file, source)
