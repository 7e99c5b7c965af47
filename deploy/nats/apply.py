"""Creates or updates the streams and consumers that the contracts ask for; safe to run again.

Usage: python deploy/nats/apply.py --url nats://host:4222 --password-file FILE [--replicas 3]
       python deploy/nats/apply.py --print-config --store-dir DIR --passwords-dir DIR [--port 4222]

The second form prints a nats-server configuration with one user per service. The passwords are
read from DIR/<service>.nats and DIR/deploy.nats.
"""

import argparse
import asyncio
from pathlib import Path

import nats
from chassis.contracts import SERVICES
from chassis.events import topology


async def apply(url: str, password: str, replicas: int) -> None:
    """Applies the topology as the user "deploy" and prints a line for each part."""
    client = await nats.connect(url, user="deploy", password=password)
    try:
        for line in await topology.apply(client.jetstream(), replicas):
            print(line)
    finally:
        await client.close()


def main() -> None:
    """Reads the arguments and does what they ask."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url")
    parser.add_argument("--password-file", type=Path)
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--print-config", action="store_true")
    parser.add_argument("--store-dir", default="/var/lib/nats")
    parser.add_argument("--passwords-dir", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4222)
    arguments = parser.parse_args()
    if arguments.print_config:
        if arguments.passwords_dir is None:
            parser.error("--print-config needs --passwords-dir")
        passwords = {
            name: (arguments.passwords_dir / f"{name}.nats").read_text(encoding="utf-8").strip()
            for name in (*SERVICES, "deploy")
        }
        print(
            topology.server_config(
                arguments.store_dir,
                arguments.port,
                passwords,
                sync_always=True,
                host=arguments.host,
            )
        )
    elif arguments.url and arguments.password_file:
        password = arguments.password_file.read_text(encoding="utf-8").strip()
        asyncio.run(apply(arguments.url, password, arguments.replicas))
    else:
        parser.error("give --url and --password-file, or --print-config")


if __name__ == "__main__":
    main()
