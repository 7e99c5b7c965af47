"""The letter with user name and initial code. Guide 001, "Leuphana account"."""

from chassis.values import LocalizedText

CONFIDENTIAL = LocalizedText(
    de="Vertraulich: nur für die genannte Person", en="Confidential: for the person named only"
)
TITLE = LocalizedText(de="Ihr {account}", en="Your {account}")
DAY = LocalizedText(de="{place}, {day}", en="{place}, {day}")
GREETING = LocalizedText(de="Guten Tag, {name},", en="Dear {name},")
GREETING_WITHOUT_NAME = LocalizedText(de="Guten Tag,", en="Hello,")
OPENING_STUDENT = LocalizedText(
    de="mit Ihrer Einschreibung ist Ihnen der Account „{account}“ zugewiesen worden. Mit ihm melden"
    " Sie sich bei den meisten IT-Diensten der Universität an.",
    en="with your enrolment you have been assigned a {account}. You sign in with it to most of"
    " the university's IT services.",
)
OPENING_STAFF = LocalizedText(
    de="für Sie wurde der Account „{account}“ eingerichtet. Mit ihm melden Sie sich bei den meisten"
    " IT-Diensten der Universität an.",
    en="a {account} has been set up for you. You sign in with it to most of the university's"
    " IT services.",
)
USER_NAME = LocalizedText(de="Nutzername", en="User name")
CODE = LocalizedText(de="Initialcode", en="Initial code")
VALID_UNTIL = LocalizedText(de="Gültig bis", en="Valid until")
VALID = LocalizedText(de="{day}, einmal verwendbar", en="{day}, can be used once")
MAILBOX = LocalizedText(de="E-Mail-Adresse", en="E-mail address")
PORTAL = LocalizedText(de="Aktivierung", en="Activation")
STEPS = LocalizedText(de="So geht es weiter", en="What to do next")
STEPS_OF_ALL = (
    LocalizedText(
        de="1. Öffnen Sie die Adresse oben und geben Sie Nutzername und Initialcode ein."
        " Groß- und Kleinschreibung und Bindestriche sind egal.",
        en="1. Open the address above and enter user name and initial code. Capitals and hyphens do"
        " not matter.",
    ),
    LocalizedText(
        de="2. Wählen Sie ein eigenes Passwort, am besten mehrere Wörter, die nichts miteinander zu"
        " tun haben.",
        en="2. Choose a password of your own, best several words that have nothing to do with each"
        " other.",
    ),
    LocalizedText(
        de="3. Richten Sie einen zweiten Faktor ein: einen Passkey oder eine Authenticator-App. Für"
        " Beschäftigte ist er Pflicht.",
        en="3. Set up a second factor: a passkey or an authenticator app. It is required for"
        " staff.",
    ),
    LocalizedText(
        de="4. Stimmen Sie der Nutzungsordnung zu. Danach finden Sie unter „IT-Dienste“, was Sie"
        " mit Ihrem Account nutzen und freischalten können: E-Mail, WLAN, VPN und mehr.",
        en="4. Accept the terms of use. You then find under “IT services” what you can use and"
        " activate with your account: e-mail, Wi-Fi, VPN and more.",
    ),
)
ADVICE = LocalizedText(
    de="Der Code steht nur in diesem Brief. Geben Sie ihn an niemanden weiter; die Universität"
    " fragt Sie nie nach Code oder Passwort. Ist der Code abgelaufen oder verloren, gibt Ihnen der"
    " Studierendenservice einen neuen, Beschäftigten die Systemadministration.",
    en="The code is in this letter only. Do not pass it on; the university never asks you for code"
    " or password. If the code has expired or is lost, Student Services will give you a new one,"
    " members of staff turn to a system administrator.",
)
