"""Letters of identity, drawn as PDF."""
