"""What somebody who may use the seal could hide in a file: it is looked for all the same."""

import pytest
from matrikel_verify.pdf.checking import check_file

from .papers import issued
from .rewriting import objects_of, trailer_of, with_objects, with_seal
from .universities import ISSUED, University

ACTION = rb"<< /Title (x) /A << /S /JavaScript /JS (app.alert\(1\)) >> >>"
ACTIONS = {
    "a script in the outline": ACTION,
    "a program that is started": b"<< /Title (x) /A [ << /S /Launch /F (a.exe) >> ] >>",
    "an action on an event": b"<< /Title (x) /AA << >> >>",
}


@pytest.fixture(scope="module")
def university() -> University:
    return University()


def reason(university: University, file: bytes) -> str:
    sealed = with_seal(file, lambda content: university.cms(content, stamped=ISSUED))
    verdict = check_file(sealed, university.trust, now=ISSUED)
    return verdict.reason.code if verdict.reason else ""


@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_acts_anywhere_in_a_file(university: University, name: str) -> None:
    file = issued(university, stamped=ISSUED)
    objects = objects_of(file)
    assert reason(university, with_objects(file, objects)) == ""
    outline = b"/Type /Catalog /Outlines << /First %d 0 R >>" % (len(objects) + 1)
    objects[0] = objects[0].replace(b"/Type /Catalog", outline, 1)
    assert reason(university, with_objects(file, [*objects, ACTIONS[name]])) == "NOTHING_HIDDEN"


def test_the_table_that_readers_follow_is_the_one_that_was_read(university: University) -> None:
    """A second table stands in a string behind the first, and the file points to it."""
    file = issued(university, stamped=ISSUED)
    trailer = trailer_of(file)
    second = b"xref\n0 1\n0000000000 65535 f \ntrailer"
    other = trailer.removesuffix(b">>") + b" /ID [ (a\n" + second + b") (b) ] >>"
    file = file.replace(b"trailer " + trailer, b"trailer " + other)
    end = file.rindex(b"startxref\n")
    file = file[:end] + b"startxref\n%d\n%%%%EOF\n" % file.rindex(second)
    assert reason(university, file) == "NOTHING_HIDDEN"
