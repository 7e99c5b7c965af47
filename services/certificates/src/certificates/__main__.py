"""The command line of certificates: serve, migrate, check."""

from chassis.command import service_command

from certificates.main import service

app = service_command(service)

if __name__ == "__main__":
    app()
