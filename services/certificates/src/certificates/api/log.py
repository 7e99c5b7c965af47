"""LogService: the transparency log for witnesses and everybody else who watches."""

from chassis.database import Transaction
from chassis.rpc import Work
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import log_pb2 as messages
from matrikel.certificates.v1.log_pb2_grpc import LogServiceServicer
from matrikel_verify.checkpoint import LogVerifier, WitnessVerifier
from matrikel_verify.tiles import TilePath

from certificates.app.log import add_cosignature, newest_checkpoint, tile_content
from certificates.keys import Keyring
from certificates.texts import log_refusals as refusals

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
# A tile never changes, not even one that is not full yet: it gets a path of its own when it grows.
IMMUTABLE = "public, max-age=31536000, immutable"


class LogApi(LogServiceServicer):
    """Hands out checkpoint and tiles, takes in the signatures of witnesses."""

    def __init__(self, work: Work, keyring: Keyring) -> None:
        self._work = work
        self._keyring = keyring

    async def GetCheckpoint(
        self, request: messages.GetCheckpointRequest, context: object
    ) -> messages.GetCheckpointResponse:
        """The newest checkpoint."""

        def answer(tx: Transaction) -> messages.GetCheckpointResponse:
            note = newest_checkpoint(tx, self._keyring.log).encode()
            return messages.GetCheckpointResponse(body=HttpBody(content_type=TEXT, data=note))

        return await self._work.read(answer)

    async def GetTile(
        self, request: messages.GetTileRequest, context: object
    ) -> messages.GetTileResponse:
        """A tile of hashes or of entries."""
        try:
            path = TilePath.parse(request.tile_path)
        except ValueError:
            raise refusals.tile_path_malformed() from None

        def answer(tx: Transaction) -> messages.GetTileResponse:
            content = tile_content(tx, path)
            return messages.GetTileResponse(
                body=HttpBody(content_type=BYTES, data=content), cache_control=IMMUTABLE
            )

        return await self._work.read(answer)

    async def AddCosignature(
        self, request: messages.AddCosignatureRequest, context: object
    ) -> messages.AddCosignatureResponse:
        """Keeps a witness's signature."""
        trust = self._keyring.trust()
        keys = [one for one in (trust.log_key, *trust.former_log_keys) if one]
        logs = [LogVerifier.parse(one) for one in keys]
        witnesses = [WitnessVerifier.parse(one) for one in trust.witness_keys]

        def answer(tx: Transaction) -> messages.AddCosignatureResponse:
            count = add_cosignature(tx, logs, witnesses, request.checkpoint)
            return messages.AddCosignatureResponse(cosignature_count=count)

        return await self._work.write(answer)
