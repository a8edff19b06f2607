"""Why AWS gave no answer: the errors of its SDK in the words of gaps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from auditor.collecting import Reason
from auditor_aws.actions import action_of
from auditor_resources import model

EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException"})
SKEWED = frozenset(
    {
        "InvalidSignatureException",
        "RequestExpired",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    }
)
"""What services answer when clocks differ, or the secret key is wrong."""
DENIED = frozenset(
    {
        "403",
        "AccessDenied",
        "AccessDeniedException",
        "AuthFailure",
        "AuthorizationError",
        "AuthorizationErrorException",
        "Forbidden",
        "ForbiddenException",
        "InsufficientPrivilegesException",
        "InvalidClientTokenId",
        "NotAuthorized",
        "UnauthorizedException",
        "UnauthorizedOperation",
        "UnrecognizedClientException",
    }
)
THROTTLED = frozenset(
    {
        "BandwidthLimitExceeded",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)
UNSUPPORTED = frozenset(
    {
        "404",
        "InvalidAction",
        "NotImplemented",
        "OptInRequired",
        "SubscriptionRequiredException",
        "UnknownOperationException",
        "UnsupportedOperation",
        "UnsupportedOperationException",
    }
)
_REMEDIES = {
    Reason.EXPIRED: "the credentials have expired: sign in again and scan with --resume",
    Reason.ABSENT: "it was gone when it was asked about; scan again",
    Reason.DENIED: "grant {action}: auditor permissions aws prints the policy",
    Reason.THROTTLED: "scan again later, or lower calls_per_second in [aws]",
    Reason.UNSUPPORTED: "the service does not offer this here, or not to this account",
    Reason.UNREACHABLE: "check the network and the region, then scan again with --resume",
    Reason.UNPARSABLE: "AWS answered in a form that could not be read; scan again",
}


class Refused(Exception):
    """A call that gave no answer.

    ``operation`` is the SDK's name (``s3:GetBucketPolicy``), ``action`` what a policy has
    to allow, ``code`` the error of AWS or of the SDK, without its message: messages repeat
    what was asked for.
    """

    def __init__(self, operation: str, action: str, reason: Reason, code: str) -> None:
        super().__init__(f"{operation}: {code}")
        self.operation = operation
        self.action = action
        self.reason = reason
        self.code = code

    @property
    def unknown(self) -> model.Unknown:
        """What stands where the answer would: ``denied: s3:GetBucketPolicy``."""
        return model.Unknown(f"{self.reason.value}: {self.action}")

    @property
    def remedy(self) -> str:
        """What to do about it."""
        if self.code in SKEWED:
            return "check the clock of this machine, and the secret key"
        return _REMEDIES[self.reason].format(action=self.action)


class Absent(Exception):
    """AWS says that the thing asked for does not exist: an answer, not a refusal."""


def code_of(error: Exception) -> str:
    """Return the error code of AWS, or empty for an error that AWS did not send."""
    response = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, dict) else ""


@contextmanager
def asking(operation: str) -> Iterator[None]:
    """Ask AWS within the block: errors of the SDK become :class:`Refused`, others go on.

    :raises Refused: when AWS gives no answer.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    action = action_of(operation)
    try:
        yield
    except ClientError as error:
        code = code_of(error)
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        reason = _reason(code, status)
        raise Refused(operation, action, reason, code or f"HTTP {status}") from None
    except ResponseParserError as error:
        raise Refused(operation, action, Reason.UNPARSABLE, type(error).__name__) from None
    except BotoCoreError as error:
        name = type(error).__name__
        reason = Reason.DENIED if "Credentials" in name or "Token" in name else Reason.UNREACHABLE
        raise Refused(operation, action, reason, name) from None


def _reason(code: str, status: int) -> Reason:
    if code in EXPIRED:
        return Reason.EXPIRED
    if code in THROTTLED or status == 429:
        return Reason.THROTTLED
    if "NotFound" in code or code.startswith("NoSuch"):
        return Reason.ABSENT
    if code in UNSUPPORTED or status in (404, 405, 501):
        return Reason.UNSUPPORTED
    if code in DENIED or code in SKEWED or status in (401, 403):
        return Reason.DENIED
    return Reason.UNSUPPORTED if 400 <= status < 500 else Reason.UNREACHABLE
