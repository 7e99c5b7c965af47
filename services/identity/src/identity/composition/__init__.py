"""The parts of the service, each put together by itself."""
