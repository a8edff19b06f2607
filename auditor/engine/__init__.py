"""plan → collect → judge → adjudicate: from targets to findings and an exit code."""
