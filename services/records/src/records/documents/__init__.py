"""Letters that records writes: tagged PDF with embedded fonts."""
