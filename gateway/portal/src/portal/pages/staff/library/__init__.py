"""The pages of the library's service desk."""
