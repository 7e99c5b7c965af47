"""The pages about second factors and the recovery address."""
