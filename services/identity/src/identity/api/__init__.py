"""gRPC: unpack, run one use case or flow, pack."""
