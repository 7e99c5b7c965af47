"""Requests to the transparency log of certificates."""

from matrikel.certificates.v1 import log_pb2

from tests.requests.named import Named, of

# The example of c2sp.org/tlog-cosignature: well formed, and of another log.
COSIGNED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q"
    "1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2o"
    "yin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


@of("certificates.v1.LogService", "GetCheckpoint")
def get_checkpoint(_named: Named) -> log_pb2.GetCheckpointRequest:
    """The newest checkpoint."""
    return log_pb2.GetCheckpointRequest()


@of("certificates.v1.LogService", "GetTile")
def get_tile(_named: Named) -> log_pb2.GetTileRequest:
    """The hash of the first leaf."""
    return log_pb2.GetTileRequest(tile_path="tile/0/000.p/1")


@of("certificates.v1.LogService", "AddCosignature")
def add_cosignature(_named: Named) -> log_pb2.AddCosignatureRequest:
    """A checkpoint with a witness's signature."""
    return log_pb2.AddCosignatureRequest(checkpoint=COSIGNED)
