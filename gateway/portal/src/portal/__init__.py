"""The web pages of Matrikel: server-rendered, German and English, usable without JavaScript."""
