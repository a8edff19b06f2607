"""A VPN connection with fewer tunnels up than it has.

Why it matters
    The second tunnel is the spare: AWS takes each of them down for maintenance, one after the
    other. With one already down the next maintenance is an outage.

Verdicts
    PASS when both tunnels are up; FAIL when one or both are down. UNKNOWN when the answer could not
    be had.

How to mend it
    Bring both tunnels up on your side of the connection.

    ``aws ec2 describe-vpn-connections --query 'VpnConnections[].VgwTelemetry'`` shows their state
    and why; configure the device for both endpoints.

Sources
    Tunnel options for your Site-to-Site VPN connection, https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
"""

from __future__ import annotations

from auditor.checking import Severity, switch

CHECK = switch(
    "tunnels_up",
    id="resilience.tunnel_down",
    title="Tunnel of the private line is down",
    severity=Severity.MEDIUM,
    doc=__doc__ or "",
    good="has all of its tunnels up",
    bad="has a tunnel that is down",
    controls=("RES-01",),
    same_as=("vpc_vpn_connection_tunnels_up",),
)
