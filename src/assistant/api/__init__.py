"""The HTTP API: parse, call the service, answer in JSON."""
