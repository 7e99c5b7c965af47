"""The sentences of errors that name no obstacle."""

from chassis.values import LocalizedText

SITTING_UNKNOWN = LocalizedText(
    de="Diesen Prüfungstermin gibt es nicht. Wählen Sie einen Termin aus dem Prüfungsbaum.",
    en="There is no such sitting. Choose a sitting from the exam tree.",
)
ENROLMENT_UNKNOWN = LocalizedText(
    de="Diese Einschreibung gehört nicht zu Ihnen. Wählen Sie einen Ihrer Studiengänge.",
    en="This enrolment is not yours. Choose one of your degree programmes.",
)
REGISTRATION_REFUSED = LocalizedText(
    de="Die Anmeldung ist nicht möglich: {messages}",
    en="The registration is not possible: {messages}",
)
WITHDRAWAL_REFUSED = LocalizedText(
    de="Die Abmeldung ist nicht möglich: {messages}",
    en="The withdrawal is not possible: {messages}",
)
REGISTRATION_REFUSED_FOR_MANY_REASONS = LocalizedText(
    de="Die Anmeldung ist aus {count} Gründen nicht möglich; jeder ist einzeln genannt.",
    en="The registration is not possible for {count} reasons; each of them is named.",
)
WITHDRAWAL_REFUSED_FOR_MANY_REASONS = LocalizedText(
    de="Die Abmeldung ist aus {count} Gründen nicht möglich; jeder ist einzeln genannt.",
    en="The withdrawal is not possible for {count} reasons; each of them is named.",
)
TERMS_NOT_LOADED = LocalizedText(
    de="Es sind keine Bedingungen zur Prüfungsanmeldung hinterlegt. Bitte informieren Sie den "
    "technischen Support.",
    en="No terms of exam registration are on file. Please inform the technical support.",
)
TERMS_VERSION_OUTDATED = LocalizedText(
    de="Die Bedingungen wurden inzwischen geändert; es gilt die Fassung {version}. Bitte lesen "
    "Sie die neue Fassung und akzeptieren Sie diese.",
    en="The terms were changed in the meantime; version {version} is in force. Please read and "
    "accept the new version.",
)
PROFILE_DATA_WRONG = LocalizedText(
    de="Das Profil enthält {count} Fehler; nichts wurde geladen.",
    en="The profile has {count} problems; nothing was loaded.",
)
DEMO_ONLY = LocalizedText(
    de="Dieser Befehl verschiebt Anmeldezeiträume und ist nur für Vorführungen: Er verlangt "
    "MATRIKEL_DEMO=1 und einen Dienst auf einer Loopback-Adresse.",
    en="This command moves registration windows and is for demonstrations only: it needs "
    "MATRIKEL_DEMO=1 and a service on a loopback address.",
)
NO_SITTINGS = LocalizedText(
    de="Im {semester} gibt es keine Prüfungstermine. Ergänzen Sie das Semester in periods.yaml "
    "und laden Sie das Profil.",
    en="There are no sittings in the {semester}. Add the semester to periods.yaml and load the "
    "profile.",
)
