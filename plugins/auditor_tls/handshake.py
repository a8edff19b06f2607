"""TLS handshakes that only look: what is presented, whether it is trusted, what is accepted."""

from __future__ import annotations

import select
import socket
import ssl
import time
import warnings
from typing import Final, NamedTuple

TIMEOUT_SECONDS: Final = 10.0
"""For one connection and its handshake together."""
_NO_CHECK_TIME: Final = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME."""
_TIME_ERRORS: Final = (9, 10)
"""X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED."""
_LOCAL: Final = ("NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE", "INTERNAL_ERROR")
"""Reasons for which it is this machine that refuses an old protocol."""
VERSIONS: Final = (
    (ssl.TLSVersion.TLSv1, "TLSv1.0"),
    (ssl.TLSVersion.TLSv1_1, "TLSv1.1"),
    (ssl.TLSVersion.TLSv1_2, "TLSv1.2"),
    (ssl.TLSVersion.TLSv1_3, "TLSv1.3"),
)


class Endpoint(NamedTuple):
    """Where to connect, and the name that is asked for."""

    host: str
    port: int
    sni: str

    @property
    def address(self) -> str:
        """``host:port`` as users write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        asked = "" if self.sni == self.host else f"?sni={self.sni}"
        return f"{host}:{self.port}{asked}"


class Trust(NamedTuple):
    """How the presented chain fares against this machine's trust store.

    ``problem`` is empty when it verifies. ``trusted`` is None when there is no trust store,
    and does not mind the time: an expired certificate of a public authority is trusted.
    """

    problem: str
    trusted: bool | None


class Refused(Exception):
    """No handshake; the message is one clear line without the address."""


def presented(endpoint: Endpoint) -> tuple[list[bytes], str]:
    """Return the presented chain in DER form, leaf first, and the protocol that was agreed.

    Before Python 3.13 only the leaf can be had.

    :raises Refused: when there is no handshake.
    """
    with _shake(endpoint, _context()) as connection:
        chain = getattr(connection, "get_unverified_chain", None)
        leaf = connection.getpeercert(binary_form=True)
        certificates = list(chain()) if chain is not None else []
        return certificates or ([leaf] if leaf else []), connection.version() or ""


def trust(endpoint: Endpoint) -> Trust:
    """Verify the presented chain, apart from the host name.

    :raises Refused: when there is no handshake for another reason.
    """
    paths = ssl.get_default_verify_paths()
    code, problem = _verify(endpoint, 0)
    if not code:
        return Trust("", True)
    if paths.cafile is None and paths.capath is None:
        return Trust(problem, None)
    if code in _TIME_ERRORS:
        code, _ = _verify(endpoint, _NO_CHECK_TIME)
    return Trust(problem, not code)


def lowest_version(endpoint: Endpoint) -> str | None:
    """Return the oldest protocol that the endpoint accepts (SSL 3.0 is not tried).

    None when this machine could not try an older one than those that were refused.

    :raises Refused: when a connection fails for another reason.
    """
    for version, name in VERSIONS:
        context = _context()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = context.maximum_version = version
        except ValueError:
            return None
        try:
            with _shake(endpoint, context):
                return name
        except Refused as refused:
            cause = refused.__cause__
            if isinstance(cause, ssl.SSLError):
                if (cause.reason or "") in _LOCAL:
                    return None
            elif not isinstance(cause, ConnectionError):
                raise
    return None


def _context() -> ssl.SSLContext:
    """Return a context that accepts whatever is presented, however weak."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
    return context


def _verify(endpoint: Endpoint, flags: int) -> tuple[int, str]:
    """Return OpenSSL's code and words for what is wrong with the chain; 0 when it verifies."""
    context = _context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_default_certs()
    context.verify_flags |= ssl.VerifyFlags(flags)
    try:
        with _shake(endpoint, context):
            return 0, ""
    except Refused as refused:
        cause = refused.__cause__
        if not isinstance(cause, ssl.SSLCertVerificationError):
            raise
        return cause.verify_code, cause.verify_message


def _shake(endpoint: Endpoint, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Connect and shake hands within :data:`TIMEOUT_SECONDS`.

    :raises Refused: with the error as its cause.
    """
    deadline = time.monotonic() + TIMEOUT_SECONDS
    connection: socket.socket | None = None
    try:
        connection = socket.create_connection((endpoint.host, endpoint.port), TIMEOUT_SECONDS)
        connection.setblocking(False)
        connection = secure = context.wrap_socket(
            connection, server_hostname=endpoint.sni, do_handshake_on_connect=False
        )
        while not _step(secure, deadline):
            pass
    except (OSError, ValueError) as error:
        if connection is not None:
            connection.close()
        raise Refused(_told(error)) from error
    return secure


def _step(secure: ssl.SSLSocket, deadline: float) -> bool:
    """Go on with the handshake as far as the other side lets us; True when it is done."""
    left = max(0.0, deadline - time.monotonic())
    try:
        secure.do_handshake()
    except ssl.SSLWantReadError:
        ready = bool(select.select([secure], [], [], left)[0])
    except ssl.SSLWantWriteError:
        ready = bool(select.select([], [secure], [], left)[1])
    else:
        return True
    if not ready:
        raise TimeoutError
    return False


def _told(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "the name does not resolve"
    if isinstance(error, TimeoutError):
        return f"no answer within {TIMEOUT_SECONDS:.0f} seconds"
    if isinstance(error, ConnectionRefusedError):
        return "the connection is refused"
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or "").lower().replace("_", " ")
        return f"no TLS handshake: {reason or 'the other side hung up'}"
    if isinstance(error, OSError) and error.strerror:
        return f"no connection: {error.strerror}"
    return "no connection"
