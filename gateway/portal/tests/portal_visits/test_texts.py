"""The two catalogues say the same things, and the pages use what they say."""

import re
from pathlib import Path
from string import Formatter

import portal
from chassis.values import Language
from portal.texts import load_texts

_SOURCES = Path(portal.__file__).parent
# Keys whose last part is a code from a contract or the kind of a fault.
_BY_CODE = re.compile(
    r"(account_kind|account_state|role|sitting_state|exam_form|certificate_type|receipt_action"
    r"|progress_state|sick_note_state|thesis_state"
    r"|leave_ground|part_time_reason|deregistration_when|fee_exemption_ground|card_loss"
    r"|card_delivery|error_subject|preselection_ground|to_part_time|application_kind"
    r"|work_recognised|holds_right"
    r"|document_language|semester_status|fault\.\w+)\.\w+"
)


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_equal_keys() -> None:
    german, english = load_texts(Language.DE), load_texts(Language.EN)

    assert set(german.sentences) == set(english.sentences)


def test_both_languages_have_equal_places_to_fill_in() -> None:
    german, english = load_texts(Language.DE), load_texts(Language.EN)

    for key, sentence in german.sentences.items():
        assert _places(sentence) == _places(english.sentences[key]), key


def test_no_text_is_left_that_no_page_uses() -> None:
    used = "\n".join(
        path.read_text(encoding="utf-8")
        for pattern in ("**/*.py", "**/*.html")
        for path in _SOURCES.glob(pattern)
    )
    # `t("menu." ~ entry.name)` and `t(f"activate.{name}_missing")` use a whole group.
    prefixes = tuple(re.findall(r'\bt\(f?"([a-z_]+\.[a-z_]*)(?:"\s*~|\{)', used))
    # `notice(visit, "theses")` says what was just done: theses.done_admitted.
    prefixes += tuple(f"{group}.done_" for group in re.findall(r'notice\(visit, "(\w+)"\)', used))
    dynamic = tuple(re.findall(r't\((?:name|function) ~ "(\.[a-z_]+)"\)', used))

    unused = [
        key
        for key in load_texts(Language.DE).sentences
        if f'"{key}"' not in used
        and not key.startswith(prefixes)
        and not key.endswith(dynamic)
        and not _BY_CODE.fullmatch(key)
    ]

    assert unused == []
