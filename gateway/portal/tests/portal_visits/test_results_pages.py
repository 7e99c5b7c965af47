"""Results per degree, grade distributions, study progress and planned grades."""

import httpx
import pytest
from matrikel.certificates.v1 import certificate_pb2
from portal import form_tokens

from . import exam_world as e
from . import portal_pages
from . import portal_world as w

TRANSCRIPT = f"/de/exams/transcript/{w.ENROLMENT}"
PROGRESS = f"/de/exams/progress/{w.ENROLMENT}"
PLAN = f"{PROGRESS}/plan"


async def test_the_transcript_has_master_data_average_and_every_result(
    student: httpx.AsyncClient,
) -> None:
    page = portal_pages.read(await student.get(TRANSCRIPT))

    assert page.first(1) == "Notenspiegel"
    for said in ("Ayşe Öztürk", "3012345", "Betriebswirtschaftslehre", "Prüfungsordnung 2023"):
        assert said in page.text
    for said in ("1,3", "5,0", "21. Juli 2026", "12,5 von 180 CP", "NB", "2."):
        assert said in page.text
    assert (2, "Leistungen im Sommersemester 2026") in page.headings
    assert "Universidad de Sevilla" in page.text


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        ("", certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT),
        ("?show=passed", certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT_PASSED),
    ],
)
async def test_above_the_master_data_the_results_are_downloaded_with_one_click(
    student: httpx.AsyncClient,
    world: w.World,
    shown: str,
    kind: certificate_pb2.CertificateType.ValueType,
) -> None:
    """Source: guide 000, "Notenspiegel": "Über der Anzeige Ihrer Stammdaten wird Ihnen eine
    Downloadmöglichkeit für die Übersicht Ihrer erbrachten Leistungen angeboten."
    """
    page = portal_pages.read(await student.get(f"{TRANSCRIPT}{shown}"))
    form = page.form("/pdf")

    answer = await student.post(form.action, data={**form.fields, "language": "both"})

    assert page.text.index("zum Abspeichern oder Ausdrucken") < page.text.index("Stammdaten")
    assert (await student.get(answer.headers["location"])).content == b"%PDF-1.7 the rest"
    (order,) = world.orders
    assert order.type == kind
    assert order.enrolment_id == w.ENROLMENT
    assert order.language == certificate_pb2.DOCUMENT_LANGUAGE_BOTH


async def test_the_transcript_can_leave_out_what_was_not_passed(student: httpx.AsyncClient) -> None:
    page = portal_pages.read(await student.get(f"{TRANSCRIPT}?show=passed"))

    assert "5,0" not in page.text
    assert "1,3" in page.text


async def test_the_transcript_is_shown_while_records_is_down(
    student: httpx.AsyncClient, world: w.World
) -> None:
    world.down |= {"records", "identity", "certificates"}

    page = portal_pages.read(await student.get(TRANSCRIPT))

    assert "Ihre Stammdaten sind gerade nicht erreichbar." in page.text
    assert "5,0" in page.text


async def test_a_wrong_result_is_reported_to_the_info_portal(student: httpx.AsyncClient) -> None:
    page = portal_pages.read(await student.get(TRANSCRIPT))

    assert any(
        link.startswith("mailto:infoportal@leuphana.example?subject=Falsches%20oder")
        for link in page.links
    )


async def test_a_grade_distribution_counts_each_grade(student: httpx.AsyncClient) -> None:
    page = portal_pages.read(await student.get(f"/de/exams/distribution/{e.DRAWN_SITTING}"))

    assert "8 veröffentlichte Ergebnisse" in page.text
    assert "12,5 %" in page.text
    assert "1,76" in page.text


async def test_too_few_results_are_no_fault(student: httpx.AsyncClient) -> None:
    answer = await student.get(f"/en/exams/distribution/{e.FEW_SITTING}")

    assert answer.status_code == 200
    assert "A distribution is shown from five results on." in answer.text


async def test_progress_explains_the_average_line_by_line(student: httpx.AsyncClient) -> None:
    page = portal_pages.read(await student.get(PROGRESS))

    assert "6,5 ÷ 5 = 1,3000000000" in page.text
    assert "nach der ersten Nachkommastelle abgeschnitten" in page.text
    assert "ohne Note bestanden" in page.text
    assert "Im Major fehlen 85 CP." in page.text


async def test_planned_grades_change_the_average_and_nothing_else(
    student: httpx.AsyncClient, world: w.World
) -> None:
    form = portal_pages.read(await student.get(PLAN)).form("/plan")
    assert set(form.fields) == {"target_average", "grade-1010101", form_tokens.FIELD}

    answer = await student.post(PLAN, data={"grade-1010101": "1.7", "target_average": "1,9"})

    page = portal_pages.read(answer)
    assert answer.status_code == 200
    assert "Das Ziel ist erreichbar." in page.text
    assert "1,52" in page.text
    assert 'value="1,9"' in answer.text
    assert 'value="1.7" selected' in answer.text
    assert world.calls.count("PlanGrades") == 1


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"target_average": "gut"}, "target_average", "Geben Sie den Durchschnitt mit einer"),
        ({"grade-1010101": "4.0"}, "grade-1010101", "Diese Prüfung ist bestanden."),
    ],
)
async def test_a_plan_that_cannot_be_is_said_at_its_field(
    student: httpx.AsyncClient, fields: dict[str, str], field: str, sentence: str
) -> None:
    answer = await student.post(PLAN, data=fields)

    page = portal_pages.read(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    assert f"#{field}" in page.links


@pytest.mark.parametrize("function", ["registered", "transcript", "progress"])
async def test_a_student_with_two_degrees_chooses_one(
    student: httpx.AsyncClient, world: w.World, function: str
) -> None:
    world.second_enrolment = True

    page = portal_pages.read(await student.get(f"/de/exams/{function}"))

    assert f"/de/exams/{function}/{w.SECOND_ENROLMENT}" in page.links
