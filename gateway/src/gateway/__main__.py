"""The gateway's command line: `python -m gateway serve`."""

import json
import sys
from typing import Annotated

import typer
import uvloop
from chassis.telemetry import serve_metrics, set_up_logs, set_up_traces
from pydantic import ValidationError

from gateway.contract.methods import UnservableContractError, read_contract
from gateway.main import NAME
from gateway.main import serve as serve_until_stopped
from gateway.reference.document import openapi_document
from gateway.settings import GatewaySettings

app = typer.Typer(help="The gateway of Matrikel.", no_args_is_help=True)


@app.command()
def serve() -> None:
    """Serves REST interface and portal until told to stop."""
    settings = read_settings()
    set_up_logs(NAME, settings.log_level)
    set_up_traces(NAME, settings.otlp_target)
    serve_metrics(settings.http_host, settings.metrics_port)
    try:
        uvloop.run(serve_until_stopped(settings))
    except UnservableContractError as problem:
        sys.exit(f"The contracts cannot be served: {problem}")


@app.command()
def check() -> None:
    """Checks settings and contracts and says what would be served."""
    settings = read_settings()
    try:
        methods = read_contract()
    except UnservableContractError as problem:
        sys.exit(f"The contracts cannot be served: {problem}")
    routes = sum(len(method.bindings) for method in methods)
    typer.echo(f"{routes} routes of {len(methods)} methods at {settings.address}")


@app.command()
def openapi(
    address: Annotated[str, typer.Option(help="The server's address.")] = "http://127.0.0.1:8080",
) -> None:
    """Prints the OpenAPI document."""
    typer.echo(json.dumps(openapi_document(read_contract(), address), ensure_ascii=False, indent=2))


def read_settings() -> GatewaySettings:
    """Reads the settings; ends the program with what is wrong."""
    try:
        return GatewaySettings()  # type: ignore[call-arg]
    except ValidationError as problem:
        sys.exit(f"Settings of the gateway: {problem}")


if __name__ == "__main__":
    app()
