"""What the jobs of a semester say of what they do."""

from chassis.values import LocalizedText

from records.domain.semester_jobs import Outcome

OUTCOMES = {
    Outcome.CALLED: LocalizedText(de="aufgerufen", en="called"),
    Outcome.REREGISTERED: LocalizedText(
        de="zurückgemeldet, da alles bezahlt ist", en="re-registered, as everything is paid"
    ),
    Outcome.COMPLETED: LocalizedText(
        de="nicht nötig: Studium abgeschlossen", en="not needed: studies complete"
    ),
    Outcome.ENDS: LocalizedText(
        de="nicht nötig: Einschreibung endet vorher", en="not needed: enrolment ends before"
    ),
    Outcome.DEREGISTRATION_PENDING: LocalizedText(
        de="ruht: Exmatrikulation beantragt", en="left alone: de-registration applied for"
    ),
    Outcome.REMINDED: LocalizedText(de="gemahnt", en="reminded"),
    Outcome.DEREGISTERED: LocalizedText(de="exmatrikuliert", en="de-registered"),
    Outcome.DEADLINE_NOT_OVER: LocalizedText(
        de="ruht: eigene Frist läuft noch", en="left alone: own deadline not over"
    ),
    Outcome.NOT_REMINDED: LocalizedText(
        de="ruht: noch nicht gemahnt", en="left alone: not reminded yet"
    ),
    Outcome.UNCHANGED: LocalizedText(de="unverändert", en="unchanged"),
}
WOULD = "would be"
DID = "outcome"
GOES_ON = LocalizedText(
    de="Ein unterbrochener Lauf geht weiter: {seen} von {total}.",
    en="an interrupted job goes on: {seen} of {total}",
)
DONE = LocalizedText(
    de="{kind} {semester}: fertig, {seen} Personen", en="{kind} {semester}: done, {seen} persons"
)
NOBODY = LocalizedText(de="Es betrifft niemanden.", en="nobody is concerned")
