"""What loading a profile tells the person who keeps it."""

from chassis.values import LocalizedText

TERMS = LocalizedText(de="Bedingungen", en="terms")
REGULATIONS = LocalizedText(de="PO-Versionen", en="regulations versions")
STATUSES = LocalizedText(de="Status", en="statuses")
SITTINGS = LocalizedText(de="Prüfungstermine", en="sittings")
COUNTED = LocalizedText(
    de="{kind}: {created} angelegt, {changed} geändert, {left} unverändert",
    en="{kind}: {created} created, {changed} changed, {left} left as they were",
)
TERMS_ACCEPTED = LocalizedText(
    de="Die Fassung {version} wurde schon akzeptiert; geben Sie dem geänderten Text eine neue "
    "Fassung, dann werden alle erneut gefragt.",
    en="Version {version} has been accepted already; give the changed text a new version, then "
    "everybody is asked again.",
)
REGULATIONS_IN_USE = LocalizedText(
    de="Zur PO-Version {code} gibt es Anmeldungen oder Anerkennungen; ihr Inhalt ändert sich nicht "
    "mehr. Legen Sie eine neue Version mit eigenem Code an.",
    en="There are registrations or recognitions under regulations version {code}; its content does "
    "not change any more. Create a new version with a code of its own.",
)
EXAM_IN_USE = LocalizedText(
    de="Die Prüfung {number} gehört auch zu {versions}; dort gibt es Anmeldungen oder "
    "Anerkennungen. Vergeben Sie für die geänderte Prüfung eine eigene Nummer.",
    en="Exam {number} is part of {versions} too, where there are registrations or recognitions. "
    "Give the changed exam a number of its own.",
)
CAPACITY_BELOW_TAKEN = LocalizedText(
    de="Die Prüfung {number} im {semester} hat {taken} Anmeldungen, mehr als die {capacity} "
    "Plätze; erhöhen Sie capacity.",
    en="Exam {number} in the {semester} has {taken} registrations, more than the {capacity} "
    "seats; raise the capacity.",
)
SEATS_AWAITED = LocalizedText(
    de="Auf einen Platz zur Prüfung {number} im {semester} warten {waiting}. Mehr Plätze gibt das "
    "Prüfungsamt am Termin selbst frei, damit die Warteliste nachrückt; lassen Sie capacity, wie "
    "sie war.",
    en="{waiting} wait for a seat of exam {number} in the {semester}. The examinations office adds "
    "seats at the sitting itself, so that the waiting list moves up; leave the capacity as it was.",
)
STATE_UNKNOWN = LocalizedText(
    de="Ein Bundesland {state} gibt es nicht; schreiben Sie ein Kürzel wie NI.",
    en="There is no state {state}; write a code such as NI.",
)
WINDOWS_MOVED = LocalizedText(
    de="{semester}: {open} Prüfungstermine mit offenem Anmeldezeitraum, {closed} mit "
    "abgelaufenem, {later} mit künftigem; {scarce} mit wenigen Plätzen",
    en="{semester}: {open} sittings with an open registration window, {closed} with a closed "
    "one, {later} with a future one; {scarce} with few seats",
)
