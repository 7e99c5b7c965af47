"""Guesses passwords at a steady rate, from a process of its own.

Usage: python tests/load/guesser.py   (what to do comes as JSON on the standard input)

It shares the machine's processors with whom it attacks. So it does as little as it can: requests
are made before it begins, and answers are not read but for their codes. Prints "ready" when it
begins, and the codes with their numbers as JSON when it ends.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import grpc
from matrikel.identity.v1 import session_pb2

METHOD = "/matrikel.identity.v1.SessionService/SignIn"
DEADLINE_SECONDS = 20.0


@dataclass(frozen=True)
class Attack:
    """What is guessed: user names and the addresses they come from, again and again, in turn."""

    target: str
    credential: str
    password: str
    rate: float
    seconds: float
    user_names: Sequence[str]
    addresses: Sequence[str]

    def as_json(self) -> str:
        """For the standard input of the process."""
        return json.dumps(asdict(self))


async def _attack(attack: Attack) -> Counter[str]:
    requests = [
        session_pb2.SignInRequest(user_name=name, password=attack.password).SerializeToString()
        for name in attack.user_names
    ]
    metadata = [
        (
            ("matrikel-service-credential", attack.credential),
            ("matrikel-client-address", address),
        )
        for address in attack.addresses
    ]
    answered: Counter[str] = Counter()
    async with grpc.aio.insecure_channel(attack.target) as channel:
        # Without serializers bytes go out as they are, and answers stay what they are.
        ask = channel.unary_unary(METHOD, None, None)

        async def guess(number: int) -> None:
            try:
                await ask(
                    requests[number % len(requests)],
                    metadata=metadata[number % len(metadata)],
                    timeout=DEADLINE_SECONDS,
                )
            except grpc.aio.AioRpcError as error:
                answered[error.code().name] += 1
            else:
                answered["OK"] += 1

        await channel.channel_ready()
        print("ready", flush=True)
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(int(attack.rate * attack.seconds)):
                # At its intended moment, whether or not the earlier ones are answered.
                await asyncio.sleep(max(0.0, began + number / attack.rate - time.perf_counter()))
                group.create_task(guess(number))
    return answered


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_attack(Attack(**json.load(sys.stdin))))))
