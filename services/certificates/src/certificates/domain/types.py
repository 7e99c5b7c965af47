"""Which certificates there are, and what each needs, in the order in which they are offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from chassis.values import LocalizedText

from certificates.domain.certificate import CertificateType


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """What a type of certificate is and needs."""

    name: LocalizedText
    # What it is for, in a sentence.
    description: LocalizedText
    # It is about one enrolment, which the order names.
    needs_enrolment: bool = True
    # It is about one semester.
    needs_semester: bool = False
    # The student may restrict who can look it up. Enrolment and BAföG certificates always answer
    # to the number alone (guide 000, "Studienbescheinigungen").
    lookup_restrictable: bool = False
    # Carries an XHochschule message for other systems.
    machine_readable: bool = False
    # An office may issue it for everybody enrolled in a semester.
    for_jobs: bool = False


TYPES: Mapping[CertificateType, TypeFacts] = MappingProxyType(
    {
        CertificateType.ENROLMENT: TypeFacts(
            name=LocalizedText(de="Immatrikulationsbescheinigung", en="Certificate of enrolment"),
            description=LocalizedText(
                de="Bescheinigt, dass Sie in einem Semester eingeschrieben sind; zum Beispiel für"
                " Krankenkasse, Kindergeld oder Arbeitgeber.",
                en="Certifies that you are enrolled in a semester; for example for health"
                " insurance, child benefit or an employer.",
            ),
            needs_semester=True,
            machine_readable=True,
            for_jobs=True,
        ),
        CertificateType.BAFOEG: TypeFacts(
            name=LocalizedText(
                de="Bescheinigung nach § 9 BAföG", en="Certificate under section 9 BAföG"
            ),
            description=LocalizedText(
                de="Für das Amt für Ausbildungsförderung; ersetzt das Formblatt 2.",
                en="For the office for educational support (BAföG); stands in for form 2.",
            ),
            needs_semester=True,
            machine_readable=True,
            for_jobs=True,
        ),
        CertificateType.TRANSCRIPT: TypeFacts(
            name=LocalizedText(
                de="Notenspiegel mit allen Versuchen", en="Transcript with all attempts"
            ),
            description=LocalizedText(
                de="Alle bisher erbrachten Leistungen eines Studiengangs mit jedem Versuch und der"
                " Durchschnittsnote.",
                en="All results of a degree programme so far with every attempt and the average"
                " grade.",
            ),
            lookup_restrictable=True,
            machine_readable=True,
            for_jobs=True,
        ),
        CertificateType.TRANSCRIPT_PASSED: TypeFacts(
            name=LocalizedText(
                de="Notenspiegel mit bestandenen Leistungen", en="Transcript of what was passed"
            ),
            description=LocalizedText(
                de="Nur die bestandenen Leistungen eines Studiengangs; zum Beispiel für eine"
                " Bewerbung.",
                en="Only what was passed in a degree programme; for example for applications.",
            ),
            lookup_restrictable=True,
            machine_readable=True,
            for_jobs=True,
        ),
        CertificateType.REGISTERED_EXAMS: TypeFacts(
            name=LocalizedText(de="Angemeldete Prüfungen", en="Registered examinations"),
            description=LocalizedText(
                de="Alle An- und Abmeldungen eines Semesters mit ihren Zeitpunkten; nach jeder"
                " Änderung neu ausstellen.",
                en="All registrations and withdrawals of a semester with their times; issue it anew"
                " after each change.",
            ),
            needs_semester=True,
            lookup_restrictable=True,
            for_jobs=True,
        ),
        CertificateType.STUDY_HISTORY: TypeFacts(
            name=LocalizedText(de="Studienverlaufsbescheinigung", en="Study history certificate"),
            description=LocalizedText(
                de="Jedes Semester mit Status, Studiengang, Fach- und Hochschulsemester; zum"
                " Beispiel für die Rentenversicherung oder einen Hochschulwechsel.",
                en="Every semester with status, programme, programme and university semester; for"
                " example for the pension insurance or a change of university.",
            ),
            needs_enrolment=False,
            lookup_restrictable=True,
            machine_readable=True,
        ),
        CertificateType.EXMATRICULATION: TypeFacts(
            name=LocalizedText(
                de="Exmatrikulationsbescheinigung", en="Certificate of de-registration"
            ),
            description=LocalizedText(
                de="Bescheinigt das Ende einer Einschreibung, sobald es feststeht.",
                en="Certifies the end of an enrolment as soon as it is fixed.",
            ),
            machine_readable=True,
        ),
        CertificateType.FEE_RECEIPT: TypeFacts(
            name=LocalizedText(
                de="Beitrags- und Gebührenquittung", en="Receipt for contributions and fees"
            ),
            description=LocalizedText(
                de="Was für ein Semester zu zahlen war und gezahlt wurde; zum Beispiel für die"
                " Steuererklärung.",
                en="What was charged and paid for a semester; for example for a tax return.",
            ),
            needs_enrolment=False,
            needs_semester=True,
            lookup_restrictable=True,
        ),
        CertificateType.MASTER_DATA: TypeFacts(
            name=LocalizedText(de="Stammdatenblatt", en="Master data sheet"),
            description=LocalizedText(
                de="Was die Hochschule über Sie führt: Person, Kontaktdaten, Einschreibungen,"
                " Studierendenausweis.",
                en="What the university holds of you: person, contact data, enrolments, student"
                " card.",
            ),
            needs_enrolment=False,
            lookup_restrictable=True,
        ),
    }
)
