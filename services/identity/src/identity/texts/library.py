"""What is said in mails about library accounts and cards."""

from chassis.values import LocalizedText

from identity.domain.library import CardLoss

CARD_NUMBER = LocalizedText(de="Kartennummer", en="Card number")
FORMER_CARD = LocalizedText(de="Bisherige Karte", en="Former card")
DEPOSIT = LocalizedText(de="Pfand", en="Deposit")
REASON = LocalizedText(de="Grund", en="Reason")

LOSSES = {
    CardLoss.LOST: LocalizedText(de="verloren", en="lost"),
    CardLoss.STOLEN: LocalizedText(de="gestohlen", en="stolen"),
    CardLoss.DAMAGED: LocalizedText(de="beschädigt", en="damaged"),
    CardLoss.BY_LIBRARY: LocalizedText(de="durch die Bibliothek", en="by the library"),
}

NOT_YOU = LocalizedText(
    de="Waren Sie das nicht? Dann wenden Sie sich bitte an den Servicetisch der Bibliothek.",
    en="Was this not you? Then please turn to the library's service desk.",
)

REGISTERED_SUBJECT = LocalizedText(de="Anmeldung zur Bibliothek", en="Library registration")
REGISTERED = LocalizedText(
    de="Sie haben sich für einen Bibliotheks-Account und die Leuphana Card angemeldet.",
    en="You have registered for a library account and the Leuphana Card.",
)
REGISTERED_ADVICE = LocalizedText(
    de="Bitte kommen Sie mit einem Ausweis an den Servicetisch der Bibliothek, um die Karte"
    "\nabzuholen. Erstsemester eines Bachelorstudiums erhalten sie in der Startwoche von ihrem"
    "\nTutor oder ihrer Tutorin.",
    en="Please come to the library's service desk with an identity document to get the card. First"
    "\nsemesters of a Bachelor's programme receive it from their tutor in the Opening Week.",
)

ISSUED_SUBJECT = LocalizedText(de="Ihre Leuphana Card", en="Your Leuphana Card")
ISSUED = LocalizedText(
    de="Sie haben eine Leuphana Card erhalten. Ihre Nummer ist der Nutzername Ihres"
    "\nBibliotheks-Accounts.",
    en="You have received a Leuphana Card. Its number is the user name of your library account.",
)
ISSUED_ADVICE = LocalizedText(
    de="Mit dem Startcode, den Sie zur Karte bekommen haben, wählen Sie im Portal unter"
    "\n„Bibliotheks-Account“ ein eigenes Passwort. Haben Sie keine Karte erhalten, wenden Sie sich"
    "\nbitte gleich an die Bibliothek.",
    en="With the start code that came with the card choose a password of your own in the portal"
    "\nunder “Library account”. If you have not received a card, please turn to the library at"
    "\nonce.",
)

BLOCKED_SUBJECT = LocalizedText(de="Leuphana Card gesperrt", en="Leuphana Card blocked")
BLOCKED = LocalizedText(
    de="Ihre Leuphana Card ist gesperrt. Bezahlen und ausleihen geht mit ihr nicht mehr.",
    en="Your Leuphana Card is blocked. It no longer serves for paying and borrowing.",
)
BLOCKED_ADVICE = LocalizedText(
    de="Am Servicetisch der Bibliothek wird sie freigegeben, wenn sie sich findet, oder durch"
    "\neine neue ersetzt.",
    en="The library's service desk opens it again if you find it, or replaces it by a new one.",
)

UNBLOCKED_SUBJECT = LocalizedText(de="Leuphana Card freigegeben", en="Leuphana Card open again")
UNBLOCKED = LocalizedText(
    de="Ihre Leuphana Card ist wieder freigegeben.", en="Your Leuphana Card is open again."
)

REPLACED_SUBJECT = LocalizedText(de="Neue Leuphana Card", en="New Leuphana Card")
REPLACED = LocalizedText(
    de="Sie haben eine neue Leuphana Card erhalten; die bisherige ist gesperrt. Der Nutzername"
    "\nIhres Bibliotheks-Accounts ist ab sofort die neue Nummer. Ihr Passwort bleibt.",
    en="You have received a new Leuphana Card; the former one is blocked. The user name of your"
    "\nlibrary account is the new number from now on. Your secret stays.",
)

RETURNED_SUBJECT = LocalizedText(de="Leuphana Card zurückgegeben", en="Leuphana Card handed in")
RETURNED = LocalizedText(
    de="Sie haben Ihre Leuphana Card zurückgegeben. Ihr Bibliotheks-Account ist beendet, das Pfand"
    "\nwird Ihrem Gebührenkonto gutgeschrieben.",
    en="You have handed in your Leuphana Card. Your library account has ended, the deposit is"
    "\ncredited to your account with the university.",
)
RETURNED_OUTSIDE = LocalizedText(
    de="Sie haben Ihre Leuphana Card zurückgegeben. Ihr Bibliotheks-Account ist beendet. Das Pfand"
    "\nerhalten Sie am Servicetisch zurück.",
    en="You have handed in your Leuphana Card. Your library account has ended. You get the deposit"
    "\nback at the service desk.",
)

CODE_SUBJECT = LocalizedText(
    de="Startcode für Ihren Bibliotheks-Account", en="Start code for your library account"
)
CODE = LocalizedText(
    de="Für Ihren Bibliotheks-Account wurde am Servicetisch ein Startcode ausgegeben. Wer ihn hat,"
    "\nkann das Passwort neu wählen.",
    en="A start code for your library account was handed out at the service desk. Whoever has it"
    "\ncan choose a new password.",
)

SECRET_SUBJECT = LocalizedText(
    de="Passwort des Bibliotheks-Accounts gewählt", en="Password of the library account set"
)
SECRET = LocalizedText(
    de="Für Ihren Bibliotheks-Account wurde ein neues Passwort gewählt.",
    en="A new password was chosen for your library account.",
)

COME_SUBJECT = LocalizedText(
    de="Ihre Leuphana Card wartet in der Bibliothek",
    en="Your Leuphana Card waits at the library",
)
COME = LocalizedText(
    de="In der Startwoche konnten wir Ihnen keine Leuphana Card übergeben.",
    en="We could not hand you a Leuphana Card in the Opening Week.",
)
COME_ADVICE = LocalizedText(
    de="Bitte kommen Sie mit einem Ausweis an den Servicetisch der Bibliothek.",
    en="Please come to the library's service desk with an identity document.",
)
