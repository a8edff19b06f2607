"""Managed Airflow, whose API stands at a host of its own."""

from __future__ import annotations

from typing import Any

NAMES = ("open", "shut")


def environment(params: dict[str, Any], account: str, region: str) -> dict[str, Any]:
    shut = params["Name"] == "shut"
    return {
        "Environment": {
            "Name": params["Name"],
            "Arn": f"arn:aws:airflow:{region}:{account}:environment/{params['Name']}",
            "WebserverAccessMode": "PRIVATE_ONLY" if shut else "PUBLIC_ONLY",
            "AirflowConfigurationOptions": {"smtp.smtp_password": "canary-Mw44-value"},
            "LoggingConfiguration": {
                f"{process}Logs": {"Enabled": shut, "LogLevel": "INFO"}
                for process in ("Scheduler", "Webserver", "Worker")
            },
        }
    }


def test_environments(aws, audited):
    aws.stub("mwaa", "ListEnvironments", {"Environments": list(NAMES)})
    aws.stub("mwaa", "GetEnvironment", environment)
    audit = audited("mwaa")
    assert audit.gaps == []
    assert audit.facts
    failing = {finding.check for finding in audit.findings if finding.verdict == "fail"}
    assert "exposure.public_data_store" in failing or "exposure.faces_internet" in failing
    assert "logging.service_logs_disabled" in failing
    for check in failing:
        assert audit.verdicts(check)["open"] == "fail", check
        assert audit.verdicts(check)["shut"] == "pass", check
    assert not any(b"canary-" in content for content in audit.evidence)

    with aws.faulty("mwaa:GetEnvironment", "denied"):
        audit = audited("mwaa")
    assert audit.facts == []
    (gap,) = audit.gaps
    assert "airflow:GetEnvironment" in gap.detail
