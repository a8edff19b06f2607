"""An example plugin: services and their runbooks."""
