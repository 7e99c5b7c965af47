"""One file for the printer: the pages of many certificates, without what only their files need.

The copies are not sealed: a seal covers one file, and paper verifies by its number and its data
seal. Attachments, the signature and the structure for reading aloud stay behind with the files.

Run by itself, it reads what to do from its standard input: a process of its own, so that merging
hundreds of files holds up nobody and gives all its memory back.
"""

import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pikepdf


@dataclass(frozen=True, slots=True)
class Sheet:
    """A certificate to print: its file, and how the printer's list of contents names it."""

    file: Path
    label: str


def merge(sheets: Sequence[Sheet], target: Path, title: str) -> int:
    """Writes the pages of all sheets into one file; returns how many pages it has.

    Raises pikepdf.PdfError for a file that is none.
    """
    with ExitStack() as stack:
        merged = stack.enter_context(pikepdf.new())
        starts = []
        for sheet in sheets:
            # Pages refer to their former file until the new one is written.
            source = stack.enter_context(pikepdf.open(sheet.file))
            for page in source.pages:
                # Of a form field and of a structure that stay behind.
                for entry in ("/Annots", "/StructParents", "/Tabs"):
                    if entry in page.obj:
                        del page.obj[entry]
            starts.append((sheet.label, len(merged.pages)))
            merged.pages.extend(source.pages)
        with merged.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(label, start, "Fit") for label, start in starts)
        merged.docinfo["/Title"] = title
        merged.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(merged.pages)


def main() -> None:
    """Merges as standard input says: {"target", "title", "sheets": [[file, label], …]}."""
    order = json.load(sys.stdin)
    sheets = [Sheet(Path(file), label) for file, label in order["sheets"]]
    merge(sheets, Path(order["target"]), order["title"])


if __name__ == "__main__":
    main()
