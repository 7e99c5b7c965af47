"""The sentences that people read, in German and English."""
