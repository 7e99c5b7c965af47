"""Regulations versions with their modules and exams, and the registration terms."""

from chassis.database.columns import Json, Moment, Texts
from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
)

from exams.store.tables.metadata import metadata

# Versions of examination regulations. A draft may change and nobody registers by it; the content
# of a version that a registration relies on never changes. The digest tells whether a loaded
# version still says the same.
regulations_versions = Table(
    "regulations_versions",
    metadata,
    Column("regulations_version_code", String(40), primary_key=True),
    Column("programme_code", String(40), nullable=False),
    Column("name", Texts, nullable=False),
    # `exams.domain.rules.ExaminationRules`.
    Column("rules", Json, nullable=False),
    # Areas of the programme in their order: code, name, required credits.
    Column("areas", Json, nullable=False),
    # Address of the text of the regulations and of the subject appendix; empty where unknown.
    Column("document_url", String(500), nullable=False, server_default=""),
    Column("content_digest", String(64), nullable=False),
    # Null while it is a draft.
    Column("publish_time", Moment),
    Column("change_time", Moment, nullable=False),
)

# An exam may belong to several regulations versions; its number means the same in all of them.
exams = Table(
    "exams",
    metadata,
    Column("exam_number", String(20), primary_key=True),
    Column("name", Texts, nullable=False),
    Column("form", String(40), nullable=False),
    Column("duration_minutes", Integer, nullable=False),
)

modules = Table(
    "modules",
    metadata,
    Column(
        "regulations_version_code",
        String(40),
        ForeignKey("regulations_versions.regulations_version_code"),
        nullable=False,
    ),
    Column("module_code", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Texts, nullable=False),
    Column("area_code", String(40), nullable=False),
    Column("area_name", Texts, nullable=False),
    Column("credits_tenths", Integer, nullable=False),
    Column("recommended_semester", Integer, nullable=False),
    Column("compulsory", Boolean, nullable=False),
    # What the module counts with in the average, as a decimal; where weights are not credits.
    Column("weight", String(12), nullable=False),
    # Courses of the module: number, name, type, and the exams that each leads to.
    Column("courses", Json, nullable=False),
    PrimaryKeyConstraint("regulations_version_code", "module_code"),
)

# Which exams a module has under a regulations version; an exam is in one module of a version.
module_exams = Table(
    "module_exams",
    metadata,
    Column("regulations_version_code", String(40), nullable=False),
    Column("exam_number", String(20), ForeignKey("exams.exam_number"), nullable=False),
    Column("module_code", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    # `exams.domain.rules.ExamRules`.
    Column("rules", Json, nullable=False),
    PrimaryKeyConstraint("regulations_version_code", "exam_number"),
    ForeignKeyConstraint(
        ["regulations_version_code", "module_code"],
        ["modules.regulations_version_code", "modules.module_code"],
    ),
)
Index("ix_module_exams_exam_number", module_exams.c.exam_number)

# How the statuses of `exams.domain.statuses.Status` are printed: a code after HIS, a name, and the
# term of XHochschule's `leistungsstatus`.
status_codes = Table(
    "status_codes",
    metadata,
    Column("status", String(24), primary_key=True),
    Column("code", String(8), nullable=False),
    Column("name", Texts, nullable=False),
    Column("xhochschule", String(40), nullable=False),
)

terms = Table(
    "terms",
    metadata,
    Column("terms_version", String(40), primary_key=True),
    Column("title", Texts, nullable=False),
    Column("paragraphs", Json, nullable=False),
    # The version that came into force last is the one in force.
    Column("in_force_time", Moment, nullable=False),
)
