"""The settings of certificates, from MATRIKEL_CERTIFICATES_<NAME>."""

from chassis.settings import ServiceSettings, settings_config


class CertificatesSettings(ServiceSettings):
    """What an operator may set; certificates needs nothing besides what every service has."""

    model_config = settings_config("certificates")
