"""The gateway: the one HTTP door to the services, and the host of the portal."""
