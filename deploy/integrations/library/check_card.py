#!/usr/bin/env python3
"""Checks a library card's number and secret, as a library system does (LUX, loans, printing).

    ./check_card.py library.ini 31100000012 192.0.2.7 < secret.txt

Prints whose card it is as JSON and ends with 0; ends with 1 where it opens nothing now, and
with 2 where Matrikel cannot be asked. Needs httpx, grpcio-status and matrikel-contracts (protos/).
"""

import json
import ssl
import sys
import time
from configparser import ConfigParser, SectionProxy
from pathlib import Path

import grpc
import httpx
from google.protobuf.json_format import MessageToDict
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.identity.v1 import library_pb2, library_pb2_grpc

SECONDS = 5
MARGIN_SECONDS = 30
REFUSALS = (
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.FAILED_PRECONDITION,
    grpc.StatusCode.RESOURCE_EXHAUSTED,
    grpc.StatusCode.INVALID_ARGUMENT,
)


class RefusedError(Exception):
    """The card opens nothing; `reason` says why: "LIBRARY_CHECK_REFUSED"."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class Matrikel:
    """Matrikel as a library system knows it. One for the life of the system."""

    def __init__(self, settings: SectionProxy) -> None:
        self._settings = settings
        self._trust = ssl.create_default_context(cafile=settings.get("ca_file") or None)
        self._token, self._ends = "", 0.0
        self._library = library_pb2_grpc.LibraryServiceStub(self._channel())

    def check_card(
        self, card_number: str, secret: str, client_address: str
    ) -> library_pb2.LibraryCardOnRecord:
        """The card with this secret. Raises RefusedError, and RpcError while nobody answers.

        `client_address` is where the person types the secret: guesses from there have to wait.
        """
        request = library_pb2.CheckLibraryCardRequest(
            card_number=card_number, secret=secret, client_address=client_address
        )
        metadata = (("authorization", f"Bearer {self._access_token()}"),)
        try:
            answer = self._library.CheckLibraryCard(request, metadata=metadata, timeout=SECONDS)
        except grpc.RpcError as error:
            reason, sentence = _why(error)
            if reason in ("TOKEN_INVALID", "SESSION_ENDED"):
                # The token was taken back; the next check fetches another one.
                self._token = ""
                raise
            if error.code() in REFUSALS:
                raise RefusedError(reason, sentence) from error
            raise
        return answer.card

    def _access_token(self) -> str:
        """A token for identity (client credentials, RFC 6749, section 4.4), kept while it holds."""
        if self._token and time.monotonic() < self._ends:
            return self._token
        form = {"grant_type": "client_credentials", "scope": "library", "audience": "identity"}
        response = httpx.post(
            f"{self._settings['url']}/oauth2/token",
            data=form,
            auth=(self._settings["client_id"], self._settings["client_secret"]),
            verify=self._trust,
            timeout=SECONDS,
        )
        answer = response.raise_for_status().json()
        self._token = answer["access_token"]
        self._ends = time.monotonic() + answer["expires_in"] - MARGIN_SECONDS
        return self._token

    def _channel(self) -> grpc.Channel:
        """Encrypted, but for identity on this very machine."""
        target = self._settings["grpc_target"]
        if target.startswith("127.0.0.1:"):
            return grpc.insecure_channel(target)
        ca_file = self._settings.get("ca_file")
        roots = Path(ca_file).read_bytes() if ca_file else None
        return grpc.secure_channel(target, grpc.ssl_channel_credentials(roots))


def _why(error: grpc.RpcError) -> tuple[str, str]:
    """The reason code and the sentence of a refusal."""
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # a call is one, too
    info = error_details_pb2.ErrorInfo()
    for detail in status.details if status else ():
        detail.Unpack(info)
    return info.reason, status.message if status else ""


def main(settings_file: str, card_number: str, client_address: str) -> int:
    """Checks one card; the secret is the first line of the standard input."""
    settings = ConfigParser()
    settings.read_string(Path(settings_file).read_text(encoding="utf-8"))
    secret = sys.stdin.readline().rstrip("\r\n")
    try:
        card = Matrikel(settings["matrikel"]).check_card(card_number, secret, client_address)
    except RefusedError as refused:
        print(f"{refused.reason}: {refused}", file=sys.stderr)
        return 1
    except (grpc.RpcError, httpx.HTTPError) as error:
        print(f"Matrikel cannot be asked: {error}", file=sys.stderr)
        return 2
    print(json.dumps(MessageToDict(card), ensure_ascii=False))
    # A right secret does not open everything: the card may have been replaced, the studies ended.
    return 0 if card.valid else 1


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
