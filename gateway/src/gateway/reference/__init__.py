"""The reference of the REST interface: the OpenAPI document and the page for people."""
