"""The REST interface, derived from the contracts: JSON over HTTP in, gRPC out."""
