"""The gRPC servicers: unpack, run one use case, pack. No rules."""
