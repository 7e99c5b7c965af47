"""The test keys of the embedded default: made once, named as what they are."""

from datetime import datetime
from pathlib import Path

import structlog
from chassis.values import local_date

from certificates.keys.folder_lock import changing
from certificates.keys.key_file import FILE_NAME, KeyFile, write_key_file
from certificates.keys.making import make_generation, with_test_certificate
from certificates.keys.purposes import Purpose

log = structlog.get_logger()


def make_test_keys(folder: Path, university: str, log_origin: str, now: datetime) -> None:
    """Makes a test CA and a key for every purpose, unless another process was faster."""
    with changing(folder):
        if (folder / FILE_NAME).exists():
            return
        first_date = local_date(now)
        generations = []
        for purpose in Purpose:
            generation_id = f"{purpose.value}-test"
            # What a process left behind that was ended while it made the same.
            for left in folder.glob(f"{generation_id}.*"):
                left.unlink()
            made = make_generation(
                folder, purpose, generation_id, first_date, None, log_origin=log_origin, test=True
            )
            if purpose is Purpose.DOCUMENT_SEAL:
                made = with_test_certificate(folder, made, university, now)
            generations.append(made)
        write_key_file(folder, KeyFile(university, log_origin, tuple(generations)))
    log.warning("test_keys_made", folder=str(folder))
