"""A semester abroad: who decides, what stands against it, and its effect."""

import gettext
from functools import lru_cache
from typing import ClassVar

import pycountry
from chassis.database import Transaction
from chassis.values import Language, LocalizedText, local_date
from chassis.values.uploads import Upload, UploadType

from records.app import semester_states
from records.app.addresses import address_on, envelope_lines
from records.app.applications.handler import Handler
from records.app.applications.study_facts import calendar, enrolment_of
from records.app.contact_reading import countries, country_name
from records.app.persons import person_with_id
from records.documents.abroad_notification import render
from records.domain.abroad_notification import AbroadNotification
from records.domain.applications.contents import Content, SemesterAbroad
from records.domain.applications.kinds import ApplicationKind, Office, ProofNeeded, Step
from records.domain.applications.semester_abroad import (
    AbroadFacts,
    notices_of_semester_abroad,
    obstacles_to_semester_abroad,
    proof_names,
)
from records.domain.applications.workflow import Application
from records.domain.enrolment import Enrolment
from records.domain.obstacles import Obstacle
from records.domain.person import Person
from records.domain.rules import AbroadRules
from records.domain.semester_plan import DecisionKind
from records.mail.semester_states import mail_abroad_registered
from records.store import application_documents
from records.store.rules import load_rules
from records.store.university import load_university
from records.texts import abroad_notification as texts
from records.texts import refusals

# Under which the notification stands among the documents of its application.
NOTIFICATION = "notification"


class SemesterAbroadHandler(Handler):
    """A semester at a university abroad (guide 002, "Semester abroad")."""

    kind: ClassVar[ApplicationKind] = ApplicationKind.SEMESTER_ABROAD

    def steps(self, tx: Transaction, application: Application) -> tuple[Step, ...]:  # noqa: ARG002
        """The International Center decides, then Student Services register it."""
        return (Step(Office.INTERNATIONAL_CENTER), Step(Office.STUDENT_SERVICES))

    def proofs(self, tx: Transaction, content: Content) -> tuple[ProofNeeded, ...]:  # noqa: ARG002
        """Those that the university's rules name."""
        needed = load_rules(tx).semester_abroad.proofs
        return tuple(ProofNeeded(each, name) for each, name in proof_names(needed))

    def obstacles(self, tx: Transaction, application: Application) -> tuple[Obstacle, ...]:
        """Every reason against it; see `domain.applications.semester_abroad`."""
        content = application.asking(SemesterAbroad)
        enrolment = enrolment_of(tx, application)
        facts = AbroadFacts(
            enrolment=enrolment,
            decisions=semester_states.decisions_of(tx, enrolment.enrolment_id),
            calendar=calendar(tx),
            received=application.received_on,
            countries=countries(),
        )
        return obstacles_to_semester_abroad(content, facts, load_rules(tx).semester_abroad)

    def notices(self, tx: Transaction, application: Application) -> tuple[LocalizedText, ...]:  # noqa: ARG002
        """Contribution, rights, and when it counts."""
        return notices_of_semester_abroad(load_rules(tx).semester_abroad)

    def apply(self, tx: Transaction, application: Application) -> None:
        """The semester is one abroad; the written notification is stored with the application."""
        content = application.asking(SemesterAbroad)
        enrolment = enrolment_of(tx, application)
        person = person_with_id(tx, enrolment.person_id)
        after = semester_states.decide_semester(
            tx,
            enrolment.enrolment_id,
            content.semester,
            DecisionKind.ABROAD,
            "",
            application.application_id,
        )
        rules = load_rules(tx).semester_abroad
        notification = _notification(tx, content, enrolment, person, rules)
        for language in Language:
            name = texts.FILE_NAME.in_language(language).format(semester=content.semester.code)
            upload = Upload(render(notification, language), UploadType.PDF, name)
            application_documents.attach(
                tx, application.application_id, NOTIFICATION, upload, application.decided_by
            )
        mail_abroad_registered(tx, person, enrolment.programme.name, content.semester, after)


def _notification(
    tx: Transaction,
    content: SemesterAbroad,
    enrolment: Enrolment,
    person: Person,
    rules: AbroadRules,
) -> AbroadNotification:
    university = load_university(tx)
    if university is None:
        raise refusals.university_not_loaded()
    today = local_date(tx.now)
    entered = address_on(tx, person.person_id, today)
    lines: tuple[str, ...] = (person.name.full,)
    if entered is not None and entered.address is not None:
        lines = envelope_lines(person.name.full, entered.address)
    place = f"{university.postal_code} {university.city}"
    return AbroadNotification(
        address=lines,
        day=today,
        university_name=university.name,
        university_address=f"{university.street_address}, {place}",
        name=person.name,
        matriculation_number=person.matriculation_number,
        programme_name=enrolment.programme.name,
        semester=content.semester,
        host_university=content.host_university,
        country_name=_country_in_both(content.country),
        contribution_waived=not rules.parts_due,
        counts_until_known=rules.counts_until_known,
    )


def _country_in_both(code: str) -> LocalizedText:
    english = country_name(code)
    return LocalizedText(de=_german_countries().gettext(english), en=english)


@lru_cache(maxsize=1)
def _german_countries() -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["de"])
