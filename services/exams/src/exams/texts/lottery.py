"""The sentences about lotteries: why not, the mail at the closing, and what a replay finds."""

from datetime import datetime

from chassis.values import LocalizedText

from exams.domain.examinations import Sitting
from exams.domain.lotteries import LotteryProblem
from exams.domain.lottery import Outcome, earliest_public_time
from exams.domain.lottery_verification import Check
from exams.texts import times

LOTTERY_UNKNOWN = LocalizedText(
    de="Die Plätze dieses Prüfungstermins werden nicht verlost.",
    en="The seats of this sitting are not drawn by lot.",
)
PROBLEMS = {
    LotteryProblem.WINDOW_OPEN: LocalizedText(
        de="Der Anmeldezeitraum hat am {open} begonnen. Eine Verlosung wird vorher angelegt, damit"
        " ihr Startwert feststeht, bevor jemand teilnimmt.",
        en="The registration window opened on {open}. A lottery is set up before, so that its seed"
        " is fixed before anybody takes part.",
    ),
    LotteryProblem.NO_CAPACITY: LocalizedText(
        de="Der Prüfungstermin hat unbegrenzt Plätze. Legen Sie zuerst fest, wie viele es sind.",
        en="The sitting has any number of seats. First set how many there are.",
    ),
    LotteryProblem.LOTTERY_EXISTS: LocalizedText(
        de="Zu diesem Prüfungstermin gibt es schon eine Verlosung. Sie wird nicht geändert, damit"
        " niemand zwischen zwei Verlosungen wählen kann.",
        en="There is a lottery of this sitting already. It is not changed, so that nobody can"
        " choose between two draws.",
    ),
    LotteryProblem.SITTING_CANCELLED: LocalizedText(
        de="Der Prüfungstermin ist abgesagt. Wählen Sie einen anderen.",
        en="The sitting is cancelled. Choose another one.",
    ),
    LotteryProblem.SEATS_BY_ADMISSION: LocalizedText(
        de="Zu diesem Prüfungstermin meldet nur das Prüfungsamt an. Ändern Sie zuerst die"
        " Platzvergabe.",
        en="Only the examinations office registers for this sitting. First change how its seats are"
        " given.",
    ),
    LotteryProblem.PUBLIC_TIME_TOO_EARLY: LocalizedText(
        de="Der öffentliche Zufallswert darf frühestens am {earliest} bekannt werden: eine Stunde"
        " nach dem Ende des Anmeldezeitraums, und nicht, bevor die Teilnehmenden feststehen. Wählen"
        " Sie eine spätere Ziehung.",
        en="The public value may become known on {earliest} at the earliest: an hour after the"
        " registration window, and not before the requests are fixed. Choose a later draw.",
    ),
    LotteryProblem.PUBLIC_TIME_TOO_LATE: LocalizedText(
        de="Am {public} hat die Prüfung schon begonnen ({start}). Wählen Sie eine frühere Ziehung.",
        en="On {public} the exam has begun already ({start}). Choose an earlier draw.",
    ),
    LotteryProblem.EXAM_HAS_BEGUN: LocalizedText(
        de="Die Prüfung hat am {start} begonnen; Plätze werden nicht mehr verlost. Sagen Sie den"
        " Termin ab, damit alle Anträge enden und die Studierenden es erfahren.",
        en="The exam began on {start}; seats are no longer drawn. Cancel the sitting, so that all"
        " requests end and the students are told.",
    ),
    LotteryProblem.WINDOW_NOT_CLOSED: LocalizedText(
        de="Der Anmeldezeitraum endet erst am {close}. Verlosen Sie danach.",
        en="The registration window does not end before {close}. Draw afterwards.",
    ),
    LotteryProblem.PUBLIC_TIME_NOT_REACHED: LocalizedText(
        de="Der öffentliche Zufallswert wird erst am {public} bekannt. Verlosen Sie danach.",
        en="The public value becomes known on {public} only. Draw afterwards.",
    ),
    LotteryProblem.LOTTERY_NOT_CLOSED: LocalizedText(
        de="Die Teilnehmenden standen nicht fest, als der Zufallswert am {public} bekannt wurde."
        " Legen Sie die Verlosung mit einer späteren öffentlichen Ziehung noch einmal an.",
        en="The requests were not fixed when the public value became known on {public}. Set the"
        " lottery up once more with a later public draw.",
    ),
    LotteryProblem.ALREADY_DRAWN: LocalizedText(
        de="Die Plätze sind schon verlost. Die Verlosung wird nicht wiederholt.",
        en="The seats are drawn already. The draw is not repeated.",
    ),
    LotteryProblem.PUBLIC_VALUE_EMPTY: LocalizedText(
        de="Der Zufallswert enthält weder Buchstaben noch Ziffern. Geben Sie ihn so ein, wie die"
        " Quelle ihn veröffentlicht hat.",
        en="The public value has neither letters nor digits. Enter it as the source published it.",
    ),
}

CLOSED_SUBJECT = LocalizedText(
    de="Platzverlosung, Teilnahme steht fest: {exam}", en="draw of seats, requests fixed: {exam}"
)
CLOSED_OPENING = LocalizedText(
    de="Der Anmeldezeitraum ist vorbei. Wer an der Verlosung der Plätze dieser Prüfung teilnimmt,"
    "\nsteht jetzt fest; Sie nehmen teil.",
    en="The registration window is over. Who takes part in the draw of the seats of this exam is"
    "\nfixed now; you take part.",
)
EXAM = LocalizedText(de="Prüfung", en="Exam")
SEATS = LocalizedText(de="Plätze", en="Seats")
REQUESTS = LocalizedText(de="Teilnehmende", en="Requests")
SOURCE = LocalizedText(de="Öffentlicher Zufallswert", en="Public value")
SOURCE_TIME = LocalizedText(de="Bekannt ab", en="Known from")
COMMITMENT = LocalizedText(de="Prüfsumme des Startwerts", en="Digest of the seed")
CLOSING = LocalizedText(de="Prüfsumme der Teilnahmen", en="Digest of the requests")
PSEUDONYM = LocalizedText(de="Ihre Teilnahme", en="Your request")
CLOSED_ADVICE = LocalizedText(
    de="Heben Sie diese E-Mail auf. Nach der Verlosung wird alles veröffentlicht, was zum"
    " Nachrechnen nötig\nist; mit den Prüfsummen oben erkennen Sie, dass nichts mehr geändert"
    " wurde. Ihre Teilnahme steht\ndort ohne Ihren Namen. Bis zur Verlosung bleibt sie bestehen;"
    " erhalten Sie einen Platz, können Sie\ndanach zurücktreten, solange die Frist dafür läuft.",
    en="Keep this e-mail. After the draw everything is published that is needed to replay it; the"
    "\ndigests above show you that nothing was changed any more. Your request is listed there"
    " without\nyour name. It stays until the draw; if you get a seat you can withdraw"
    " afterwards, while the time\nfor it lasts.",
)

_CHECKS = {
    Check.DIGEST: LocalizedText(
        de="Prüfsumme der ganzen Veröffentlichung", en="digest of the whole publication"
    ),
    Check.TIMES: LocalizedText(
        de="Reihenfolge: festgelegt, geöffnet, beendet, geschlossen, Zufallswert, Verlosung",
        en="order of committing, opening, ending, closing, public value, draw",
    ),
    Check.SEED: LocalizedText(
        de="Startwert zur vorher veröffentlichten Prüfsumme",
        en="seed against the digest published before",
    ),
    Check.CLOSING: LocalizedText(
        de="alles, was vor dem Zufallswert feststand, zu seiner Prüfsumme",
        en="everything fixed before the public value against its digest",
    ),
    Check.REQUESTS: LocalizedText(
        de="jede Teilnahme hat genau eine Zeile", en="each request has exactly one line"
    ),
    Check.PUBLIC_VALUE: LocalizedText(
        de="der Zufallswert hat einen Inhalt", en="the public value has content"
    ),
    Check.TICKETS: LocalizedText(de="Losnummern", en="tickets"),
    Check.ORDER: LocalizedText(de="Reihenfolge der Losnummern", en="order of the tickets"),
    Check.OUTCOMES: LocalizedText(de="Ergebnis jeder Teilnahme", en="outcome of each request"),
    Check.SEATS: LocalizedText(
        de="nicht weniger Plätze als beim Schließen", en="no fewer seats than at the closing"
    ),
    Check.NOTED_COMMITMENT: LocalizedText(
        de="Prüfsumme des Startwerts, die Sie notiert haben",
        en="digest of the seed that you noted",
    ),
    Check.NOTED_CLOSING: LocalizedText(
        de="Prüfsumme der Teilnahmen, die Sie notiert haben",
        en="digest of the requests that you noted",
    ),
    Check.NOTED_VALUE: LocalizedText(
        de="Zufallswert, wie ihn die Quelle zeigt", en="public value as the source shows it"
    ),
    Check.OWN_REQUEST: LocalizedText(
        de="Ihre Teilnahme ist dabei", en="your request is among them"
    ),
}
_OUTCOMES = {
    Outcome.PRESELECTED: LocalizedText(
        de="ein Platz aus der Vorauswahl", en="a seat by pre-selection"
    ),
    Outcome.DRAWN: LocalizedText(de="ein Platz", en="a seat"),
    Outcome.WAITING: LocalizedText(de="Warteliste", en="waiting list"),
    Outcome.NOT_DRAWN: LocalizedText(de="kein Platz", en="no seat"),
    Outcome.WITHDRAWN: LocalizedText(de="vor der Verlosung beendet", en="ended before the draw"),
}
FITS = LocalizedText(de="stimmt", en="fits")
FITS_NOT = LocalizedText(de="STIMMT NICHT", en="DOES NOT FIT")
DIFFERENCE = LocalizedText(
    de="erwartet {expected}, veröffentlicht {found}", en="expected {expected}, published {found}"
)
OWN_LINE = LocalizedText(
    de="Ihre Teilnahme {pseudonym}: Los {rank} von {count}, {outcome}",
    en="your request {pseudonym}: number {rank} of {count}, {outcome}",
)
ALL_FITS = LocalizedText(
    de="Die Verlosung ist richtig nachgerechnet: {seated} von {count} erhielten einen Platz.",
    en="The draw is replayed and right: {seated} of {count} got a seat.",
)
NOT_ALL_FITS = LocalizedText(
    de="Diese Veröffentlichung stimmt nicht: {problems} von {checks} Prüfungen schlugen fehl.",
    en="This publication is not right: {problems} of {checks} checks failed.",
)
NOTE_SOMETHING = LocalizedText(
    de="Vergleichen Sie auch mit dem, was vorher bekannt war: --commitment, --closing-digest und"
    " --public-value.",
    en="Compare with what was known before, too: --commitment, --closing-digest and"
    " --public-value.",
)
NOT_A_PUBLICATION = LocalizedText(
    de="Das ist keine Veröffentlichung einer Verlosung: {problem}",
    en="this is not the publication of a lottery: {problem}",
)


def problem(
    found: LotteryProblem, sitting: Sitting, public_time: datetime, now: datetime
) -> LocalizedText:
    """Why a lottery cannot be made or drawn now, and what would help."""
    window, start = sitting.registration, sitting.start_time
    return PROBLEMS[found].format(
        open=times.moment(window.open_time),
        close=times.deadline(window.close_time),
        public=times.moment(public_time),
        earliest=times.moment(earliest_public_time(max(window.close_time, now))),
        start=times.moment(start) if start is not None else "",
    )


def check(found: Check) -> LocalizedText:
    """What was compared."""
    return _CHECKS[found]


def outcome(found: Outcome) -> LocalizedText:
    """What a request drew."""
    return _OUTCOMES[found]
