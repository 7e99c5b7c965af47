"""Answers the calls of the contract: unpacks, runs one use case or flow, packs. No rules."""
