"""What a certificate says of itself while the university's own seal is missing."""

from dataclasses import replace

from chassis.values import LocalizedText

from certificates.domain.document import Content

WARNING = LocalizedText(de="TESTSIEGEL – NICHT GÜLTIG.", en="TEST SEAL – NOT VALID.")
NOTE = LocalizedText(
    de="TESTSIEGEL – NICHT GÜLTIG: Dieses Dokument stammt aus einem Testsystem und beweist nichts.",
    en="TEST SEAL – NOT VALID: This document comes from a test system and proves nothing.",
)


def marked_as_test(content: Content) -> Content:
    """The content so that nobody who reads it takes it for a real one.

    The sentence that certifies begins with the warning, and the first note explains it.
    """
    statement = LocalizedText(
        de=f"{WARNING.de} {content.statement.de}".strip(),
        en=f"{WARNING.en} {content.statement.en}".strip(),
    )
    return replace(content, statement=statement, notes=(NOTE, *content.notes))
