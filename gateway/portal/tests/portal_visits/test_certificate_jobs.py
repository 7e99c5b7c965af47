"""Certificates of a whole semester: the order, its preview, progress, entries, downloads."""

import httpx
import pytest
from matrikel.certificates.v1 import certificate_job_pb2 as jobs

from . import portal_pages
from . import portal_world as w
from .certificate_job_servicers import CertificateJobs
from .staff_campus import whole

NEW = "/de/certificate-jobs/new"
ORDER = {"type": "enrolment", "semester": "2026W", "language": "both", "with_address": "yes"}


async def _preview(clerk: httpx.AsyncClient, **entries: str) -> httpx.Response:
    form = whole(await clerk.get(NEW)).form("/certificate-jobs/new")
    return await clerk.post(form.action, data={**form.fields, **ORDER, **entries})


async def _started(clerk: httpx.AsyncClient) -> str:
    """The address of a job that runs."""
    form = whole(await _preview(clerk)).form("/certificate-jobs/new")
    fields = {name: value for name, value in form.fields.items() if name != "again"}
    answer = await clerk.post(form.action, data={**fields, "confirmed": "yes"})
    return str(answer.headers["location"])


def _end(world: w.World) -> None:
    (job,) = world.certificate_jobs.values()
    CertificateJobs.ends(job, jobs.CERTIFICATE_JOB_STATE_DONE)


async def test_only_types_for_jobs_are_offered(clerk: httpx.AsyncClient) -> None:
    html = (await clerk.get(NEW)).text

    assert 'value="enrolment"' in html
    assert 'value="transcript"' not in html
    assert 'value="2026W" selected' in html
    assert "Kulturwissenschaften" in html


async def test_how_many_it_would_be_is_shown_before_anything_is_issued(
    clerk: httpx.AsyncClient, world: w.World
) -> None:
    page = whole(await _preview(clerk))

    assert "Es würden 1.234 Bescheinigungen ausgestellt. Noch ist nichts geschehen." in page.text
    assert "Die ersten 3 von 1.234, nach Matrikelnummer." in page.text
    assert "Öztürk, Ayşe" in page.text
    assert "Mit Anschrift für Fensterumschläge" in page.text
    assert world.certificate_jobs == {}


async def test_an_order_for_nobody_cannot_be_started(clerk: httpx.AsyncClient) -> None:
    page = whole(await _preview(clerk, semester="2025W"))

    assert "Niemand passt dazu" in page.text
    assert "confirmed" not in page.form("/certificate-jobs/new").fields


async def test_going_back_from_the_preview_keeps_the_order(clerk: httpx.AsyncClient) -> None:
    form = whole(await _preview(clerk, language="en")).form("/certificate-jobs/new")
    fields = {name: value for name, value in form.fields.items() if name != "confirmed"}

    again = whole(await clerk.post(form.action, data={**fields, "again": "yes"}))

    kept = again.form("/certificate-jobs/new").fields
    assert kept["type"] == "enrolment"
    assert kept["language"] == "en"
    assert kept["with_address"] == "yes"


@pytest.mark.parametrize(
    ("entries", "field"),
    [
        ({"type": ""}, "type"),
        ({"type": "transcript"}, "type"),
        ({"semester": "winter"}, "semester"),
        ({"language": "fr"}, "language"),
    ],
)
async def test_an_order_that_cannot_be_is_explained_at_its_field(
    clerk: httpx.AsyncClient, entries: dict[str, str], field: str
) -> None:
    answer = await _preview(clerk, **entries)

    assert answer.status_code == 422
    assert f"#{field}" in whole(answer).links


async def test_a_started_job_shows_its_progress_and_loads_itself_anew(
    clerk: httpx.AsyncClient,
) -> None:
    own = await _started(clerk)

    answer = await clerk.get(own)

    page = whole(answer)
    assert answer.headers["refresh"] == "3"
    assert "2 von 3 bearbeitet" in page.text
    assert "Ein Name lässt sich nicht drucken." in page.text
    assert f"/de/issued-certificates/{w.CERTIFICATE}" in page.links
    assert not any("/download" in link for link in page.links)
    listed = whole(await clerk.get("/de/certificate-jobs"))
    assert own in listed.links
    assert "1 von 3" in listed.text


async def test_entries_are_narrowed_by_outcome(clerk: httpx.AsyncClient) -> None:
    own = await _started(clerk)

    page = whole(await clerk.get(f"{own}?outcome=refused"))

    assert "Phương" in page.text
    assert "Öztürk, Ayşe" not in page.text


async def test_a_job_is_cancelled_once(clerk: httpx.AsyncClient) -> None:
    own = await _started(clerk)
    form = whole(await clerk.get(own)).form("/cancel")

    answer = await clerk.post(form.action, data=form.fields)

    page = whole(await clerk.get(answer.headers["location"]))
    assert "Der Auftrag ist abgebrochen." in page.text
    again = await clerk.post(form.action, data=form.fields)
    assert again.status_code == 409
    assert "Der Auftrag ist zu Ende." in whole(again).text
    assert "refresh" not in again.headers


async def test_what_was_refused_is_tried_again_when_the_job_is_done(
    clerk: httpx.AsyncClient, world: w.World
) -> None:
    own = await _started(clerk)
    early = await clerk.post(f"{own}/retry", data={})
    assert early.status_code == 409
    assert "Der Auftrag läuft noch." in portal_pages.read(early).text
    _end(world)
    form = whole(await clerk.get(own)).form("/retry")

    answer = await clerk.post(form.action, data=form.fields)

    page = whole(await clerk.get(answer.headers["location"]))
    assert "Der Auftrag läuft noch einmal" in page.text


async def test_archive_and_files_for_the_printer_are_downloaded(
    clerk: httpx.AsyncClient, world: w.World
) -> None:
    own = await _started(clerk)
    _end(world)

    page = whole(await clerk.get(own))

    archive, first, second = [link for link in page.links if "/download" in link]
    assert "Druckdatei 1 von 2" in page.text
    assert "bescheinigungen.zip" in (await clerk.get(archive)).headers["content-disposition"]
    assert (await clerk.get(first)).content == b"part 1"
    assert (await clerk.get(second)).content == b"part 2"
    unknown = await clerk.get(f"{own}/download?format=print&part=7")
    assert unknown.status_code == 422
    assert "Diesen Teil gibt es nicht." in portal_pages.read(unknown).text


async def test_an_unknown_job_has_a_page(clerk: httpx.AsyncClient) -> None:
    assert (await clerk.get(f"/de/certificate-jobs/{w.CERTIFICATE}")).status_code == 404
