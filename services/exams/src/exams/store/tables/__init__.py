"""The tables of exams, by what they hold."""

from exams.store.tables.copies import (
    accounts,
    enrolled_semesters,
    enrolments,
    persons,
    preselection_rights,
    semesters,
)
from exams.store.tables.metadata import metadata
from exams.store.tables.offers import examination_periods, lotteries, sitting_changes, sittings
from exams.store.tables.registrations import (
    calendar_feeds,
    receipt_keys,
    receipts,
    registration_attempts,
    registrations,
    sick_notes,
    terms_acceptances,
)
from exams.store.tables.regulations import (
    exams,
    module_exams,
    modules,
    regulations_versions,
    status_codes,
    terms,
)
from exams.store.tables.results import (
    completions,
    corrections,
    recognitions,
    result_imports,
    result_versions,
    results,
    theses,
)

__all__ = [
    "accounts",
    "calendar_feeds",
    "completions",
    "corrections",
    "enrolled_semesters",
    "enrolments",
    "examination_periods",
    "exams",
    "lotteries",
    "metadata",
    "module_exams",
    "modules",
    "persons",
    "preselection_rights",
    "receipt_keys",
    "receipts",
    "recognitions",
    "registration_attempts",
    "registrations",
    "regulations_versions",
    "result_imports",
    "result_versions",
    "results",
    "semesters",
    "sick_notes",
    "sitting_changes",
    "sittings",
    "status_codes",
    "terms",
    "terms_acceptances",
    "theses",
]
