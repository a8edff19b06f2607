"""A directory that asks its RADIUS server by PAP, CHAP or the first MS-CHAP.

Why it matters
    PAP hides the password by MD5 and the shared secret alone; CHAP and MS-CHAPv1 are broken.
    Whoever listens between directory and server reads passwords.

Verdicts
    PASS for MS-CHAPv2; FAIL for PAP, CHAP and MS-CHAPv1. Directories without RADIUS are not judged.
    UNKNOWN when the answer could not be had.

How to mend it
    Set the RADIUS protocol to MS-CHAPv2, and keep the way to the server private.

    ``aws ds update-radius --directory-id ID --radius-settings file://radius.json`` with
    ``AuthenticationProtocol`` ``MS-CHAPv2``.

Sources
    RadiusSettings (AWS Directory Service API), https://docs.aws.amazon.com/directoryservice/latest/devguide/API_RadiusSettings.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "strong_radius_protocol",
    id="access.weak_radius_protocol",
    title="Second factor is asked by a weak protocol",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="speaks MS-CHAPv2 to its RADIUS server",
    bad="speaks a weaker protocol than MS-CHAPv2 to its RADIUS server",
    controls=("ACC-01",),
    same_as=("directoryservice_radius_server_security_protocol",),
)
