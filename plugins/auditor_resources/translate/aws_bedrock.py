"""Bedrock: whose keys protect custom models, prompts and what knowledge bases take in."""

from __future__ import annotations

from auditor_resources.translate._tables import key, tables

tables(
    "aws_bedrock_custom_model",
    subject="Bedrock custom model",
    key=key("custom_model_kms_key_id"),
)
tables(
    "aws_bedrockagent_prompt",
    subject="Bedrock prompt",
    key=key("customer_encryption_key_arn"),
)
tables(
    "aws_bedrockagent_data_source",
    subject="Bedrock data source",
    key=key("server_side_encryption_configuration.kms_key_arn"),
)
