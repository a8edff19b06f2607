"""Whether data and services survive a mistake, a loss or a failure."""
