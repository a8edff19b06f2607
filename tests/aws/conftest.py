"""A stand-in for AWS, one a test process; every test finds it empty and leaves it honest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor_aws.testing import Server


@pytest.fixture(scope="session")
def aws_server() -> Iterator[Server]:
    """The server; use :func:`aws`, which cleans up between tests."""
    with Server() as server:
        yield server


@pytest.fixture
def aws(aws_server: Server) -> Iterator[Server]:
    """The server without resources, stubs, faults or counts. A stub that was wrong, or that
    crashed, fails the test even where the client took it for a refusal."""
    aws_server.reset()
    yield aws_server
    mistakes = list(aws_server.mistakes)
    aws_server.reset()
    assert not mistakes, "\n".join(mistakes)


@pytest.fixture
def aws_environment(aws: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, and an environment in which boto3 and child processes take it for AWS."""
    for name, value in aws.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    return aws
