"""Sentences for people, in German and English."""
