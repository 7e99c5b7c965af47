"""The command line of certificates: serve, migrate, check."""

from chassis.command import service_command

from certificates.commands.keys import app as keys_commands
from certificates.commands.log import app as log_commands
from certificates.commands.profile import app as profile_commands
from certificates.commands.retention import app as retention_commands
from certificates.main import service

app = service_command(service)
app.add_typer(keys_commands, name="keys")
app.add_typer(log_commands, name="log")
app.add_typer(profile_commands, name="profile")
app.add_typer(retention_commands, name="retention")

if __name__ == "__main__":
    app()
