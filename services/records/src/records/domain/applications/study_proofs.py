"""The proofs that applications about whole semesters need.

Which ground needs which proof the university decides (rules.yaml); what they are called stands
here.
"""

from chassis.values import LocalizedText

from records.domain.rules import StudyProof

PROOF_NAMES = {
    StudyProof.MEDICAL_CERTIFICATE: LocalizedText(de="ärztliches Attest", en="medical certificate"),
    StudyProof.STUDY_ABROAD_CONFIRMATION: LocalizedText(
        de="Zulassung oder Bestätigung der Hochschule im Ausland",
        en="admission or confirmation of the university abroad",
    ),
    StudyProof.INTERNSHIP_CONTRACT: LocalizedText(de="Praktikumsvertrag", en="internship contract"),
    StudyProof.COMMITTEE_CONFIRMATION: LocalizedText(
        de="Bestätigung des Gremiums oder der Studierendenschaft",
        en="confirmation of the committee or the student body",
    ),
    StudyProof.FAMILY_PROOF: LocalizedText(
        de="Mutterpass, Geburtsurkunde oder Nachweis der Pflege",
        en="maternity record, birth certificate or proof of the care",
    ),
    StudyProof.EMPLOYMENT_CONFIRMATION: LocalizedText(
        de="Arbeitsvertrag oder Bestätigung der Arbeitsstelle",
        en="employment contract or confirmation of the employer",
    ),
    StudyProof.COMMITMENT_CONFIRMATION: LocalizedText(
        de="Bestätigung des Engagements", en="confirmation of the commitment"
    ),
    StudyProof.DISABILITY_PROOF: LocalizedText(
        de="ärztliches Attest oder Schwerbehindertenausweis",
        en="medical certificate or disability card",
    ),
    StudyProof.GROUND_PROOF: LocalizedText(de="Nachweis des Grundes", en="proof of the ground"),
    StudyProof.EXCEPTION_PROOF: LocalizedText(
        de="Nachweis, warum der Antrag nicht früher möglich war",
        en="proof why the application was not possible earlier",
    ),
    StudyProof.CONSULTATION_CONFIRMATION: LocalizedText(
        de="Bestätigung des Beratungsgesprächs", en="confirmation of the consultation"
    ),
}


def listed(proofs: tuple[StudyProof, ...]) -> LocalizedText:
    """The names one after the other."""
    names = [PROOF_NAMES[each] for each in proofs]
    return LocalizedText(
        de="; ".join(name.de for name in names), en="; ".join(name.en for name in names)
    )
