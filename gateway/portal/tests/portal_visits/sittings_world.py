"""The exams of the tests' small university: sittings, what stands in the way, the terms."""

from matrikel.exams.v1 import exam_tree_pb2 as tree
from matrikel.exams.v1 import obstacle_pb2, sitting_pb2, status_pb2, terms_pb2
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from matrikel.type.v1.semester_pb2 import Semester

from .portal_world import (
    ENROLMENT,
    FULL_SITTING,
    OPEN_SITTING,
    REFUSED_SITTING,
    SECOND_ENROLMENT,
    UNDATED_SITTING,
    World,
    both,
    moment,
)


def sitting(sitting_id: str, number: str, name: LocalizedText) -> sitting_pb2.Sitting:
    made = sitting_pb2.Sitting(
        sitting_id=sitting_id,
        exam_number=number,
        exam_name=name,
        form=sitting_pb2.EXAM_FORM_WRITTEN,
        semester=Semester(code="2026W"),
        examination_period=1,
        duration_minutes=90,
        examiner_name="Prof. Dr. Anna Meier",
        registration_open_time=moment("2026-10-12T00:00:00+02:00"),
        registration_close_time=moment("2026-11-16T00:00:00+01:00"),
        withdrawal_close_time=moment("2027-01-28T00:00:00+01:00"),
    )
    if sitting_id == UNDATED_SITTING:
        made.form = sitting_pb2.EXAM_FORM_PAPER
        made.duration_minutes = 0
    else:
        made.start_time.CopyFrom(moment("2027-02-04T10:00:00+01:00"))
        made.room = "Hörsaal 2, Gebäude 40"
        made.capacity, made.registered_count = 120, 87
    return made


STATISTICS = both("Statistik I", "Statistics I")


SITTINGS = {
    OPEN_SITTING: sitting(OPEN_SITTING, "1010101", STATISTICS),
    FULL_SITTING: sitting(
        FULL_SITTING, "1010102", both("Übungsklausur Statistik", "Statistics, practice exam")
    ),
    REFUSED_SITTING: sitting(REFUSED_SITTING, "1010201", both("Öffentliches Recht", "Public law")),
    UNDATED_SITTING: sitting(
        UNDATED_SITTING,
        "1010301",
        both("Wissenschaft macht Geschichte: Hausarbeit", "Science makes history: term paper"),
    ),
}


OBSTACLES = (
    obstacle_pb2.Obstacle(
        reason="PREREQUISITE_MISSING",
        message=both(
            "Die Prüfung setzt das bestandene Modul „Einführung in das Recht“ voraus.",
            "The exam requires that the module “Introduction to law” is passed.",
        ),
        remedy=both(
            "Bestehen Sie zuerst dieses Modul; die nächste Prüfung ist im Juli 2027.",
            "Pass this module first; its next exam is in July 2027.",
        ),
        regulation_section="RPO § 7 (2)",
    ),
    obstacle_pb2.Obstacle(
        reason="NO_SEATS",
        message=both("Alle 120 Plätze sind belegt.", "All 120 seats are taken."),
        remedy=both(
            "Versuchen Sie es wieder, wenn jemand zurücktritt.",
            "Try again when somebody withdraws.",
        ),
        regulation_section="RPO § 7 (5)",
    ),
)


_STATES = {
    status_pb2.REGISTRATION_STATUS_REGISTERED: tree.SITTING_STATE_REGISTERED,
    status_pb2.REGISTRATION_STATUS_WAITING: tree.SITTING_STATE_WAITING,
    status_pb2.REGISTRATION_STATUS_IN_LOTTERY: tree.SITTING_STATE_IN_LOTTERY,
}


def exam_tree(world: World) -> list[tree.EnrolmentNode]:
    taken = {r.sitting.sitting_id: r for r in world.registrations.values() if r.status in _STATES}

    def leaf(sitting_id: str) -> tree.SittingNode:
        if sitting_id in taken:
            state = _STATES[taken[sitting_id].status]
        else:
            state = {
                OPEN_SITTING: tree.SITTING_STATE_OPEN,
                UNDATED_SITTING: tree.SITTING_STATE_OPEN,
                FULL_SITTING: tree.SITTING_STATE_FULL,
                REFUSED_SITTING: tree.SITTING_STATE_REFUSED,
            }[sitting_id]
        obstacles = {FULL_SITTING: OBSTACLES[1:], REFUSED_SITTING: OBSTACLES[:1]}
        return tree.SittingNode(
            sitting=SITTINGS[sitting_id],
            state=state,
            obstacles=obstacles.get(sitting_id, ()),
            registration_id=taken[sitting_id].registration_id if sitting_id in taken else "",
            can_register=state == tree.SITTING_STATE_OPEN,
            can_withdraw=sitting_id in taken,
            waiting_place=taken[sitting_id].waiting_place if sitting_id in taken else 0,
            warnings=OBSTACLES[:1] if world.warns and sitting_id == OPEN_SITTING else (),
            register_leads_to=world.registers_as,
        )

    def module(
        code: str, name: LocalizedText, area: LocalizedText, ids: list[str]
    ) -> tree.ModuleNode:
        return tree.ModuleNode(
            module_code=code,
            name=name,
            area_name=area,
            credits_tenths=75 if code == "STAT" else 50,
            exams=[
                tree.ExamNode(
                    exam_number=SITTINGS[i].exam_number,
                    name=SITTINGS[i].exam_name,
                    form=SITTINGS[i].form,
                    sittings=[leaf(i)],
                )
                for i in ids
            ],
        )

    major, complementary = (
        both("Major", "Major"),
        both("Komplementärstudium", "Complementary studies"),
    )
    return [
        tree.EnrolmentNode(
            enrolment_id=enrolment_id,
            degree_code="BSC",
            degree_name=both("Bachelor of Science", "Bachelor of Science"),
            programme_code="BWL-BSC",
            programme_name=both("Betriebswirtschaftslehre", "Business Administration"),
            regulations_version_code="BWL-BSC-2023",
            regulations_version_name=both("Prüfungsordnung 2023", "Examination regulations 2023"),
            part_time_used_tenths=75,
            part_time_limit_tenths=150,
            modules=[
                module(
                    "STAT",
                    both("Statistik und Datenanalyse", "Statistics and data analysis"),
                    major,
                    [OPEN_SITTING, FULL_SITTING],
                ),
                module("RECHT", both("Öffentliches Recht", "Public law"), major, [REFUSED_SITTING]),
                tree.ModuleNode(
                    module_code="ALT",
                    name=both("Marketing", "Marketing"),
                    area_name=major,
                    credits_tenths=50,
                    exams=[
                        tree.ExamNode(
                            exam_number="1019999",
                            name=both("Marketing", "Marketing"),
                            form=sitting_pb2.EXAM_FORM_ORAL,
                            passed=True,
                            grade="1.7",
                            attempts_used=1,
                            attempts_allowed=3,
                        ),
                        tree.ExamNode(
                            exam_number="1019998",
                            name=both("Marktforschung", "Market research"),
                            form=sitting_pb2.EXAM_FORM_ORAL,
                            attempts_used=3,
                            attempts_allowed=3,
                        ),
                        tree.ExamNode(
                            exam_number="1019000",
                            name=both("Bachelorarbeit", "Bachelor’s thesis"),
                            form=sitting_pb2.EXAM_FORM_THESIS,
                            attempts_allowed=2,
                            by_application=True,
                        ),
                    ],
                ),
                module(
                    "GESCH",
                    both("Wissenschaft macht Geschichte", "Science makes history"),
                    complementary,
                    [UNDATED_SITTING],
                ),
            ],
        )
        for enrolment_id in (
            [ENROLMENT, SECOND_ENROLMENT] if world.second_enrolment else [ENROLMENT]
        )
    ]


def terms() -> terms_pb2.Terms:
    return terms_pb2.Terms(
        terms_version="2026-10-01",
        title=both("Informationen zur Prüfungsanmeldung", "Information on registering for exams"),
        paragraphs=[
            both(
                "Mit der Anmeldung verpflichten Sie sich, zur Prüfung zu erscheinen.",
                "By registering you commit yourself to taking the exam.",
            ),
            both(
                "Innerhalb der Anmeldefrist können Sie sich beliebig oft an- und abmelden.",
                "Until then you can register and withdraw as often as you like.",
            ),
        ],
    )
