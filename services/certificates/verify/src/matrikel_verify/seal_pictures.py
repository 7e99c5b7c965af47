"""The data seal in a picture or scan; needs the extra `pictures`, as reading pictures does."""

from matrikel_verify.data_seal_checks import is_data_seal
from matrikel_verify.pictures import Limits, PictureError, PictureProblem, read_barcodes


def read_data_seal(content: bytes, limits: Limits | None = None) -> bytes:
    """The one data seal that can be read, whether it is genuine or not.

    Which of two belongs to the paper nobody could tell: a genuine seal may lie beside the paper
    that it is to vouch for, and several papers may be scanned into one file. Blocking: belongs into
    a worker. Raises PictureError, also for none and for several.
    """
    found = read_barcodes(content, wanted=is_data_seal, limits=limits)
    seals = [one for one in found if is_data_seal(one)]
    if not seals:
        raise PictureError(PictureProblem.NO_DATA_SEAL)
    if len(seals) > 1:
        raise PictureError(PictureProblem.SEVERAL_DATA_SEALS)
    return seals[0]
