"""What clients of the OpenID Provider ask for, in words for the people whom it is about."""

from chassis.values import LocalizedText

SCOPE_TITLES = {
    "openid": LocalizedText(
        de="eine Kennung, die nur dieser Dienst von Ihnen kennt",
        en="an identifier of you that only this service knows",
    ),
    "profile": LocalizedText(
        de="Ihr Name und Ihr Nutzername",
        en="your name and your user name",
    ),
    "email": LocalizedText(
        de="Ihre E-Mail-Adresse an der Universität",
        en="your e-mail address at the university",
    ),
    "eduperson": LocalizedText(
        de="was Sie an der Universität sind, etwa Studierende oder Beschäftigte",
        en="what you are at the university, such as student or member of staff",
    ),
    "esi": LocalizedText(
        de="Ihre europäische Studierendenkennung (European Student Identifier)",
        en="your European Student Identifier",
    ),
    "offline_access": LocalizedText(
        de="Zugriff, auch wenn Sie nicht angemeldet sind",
        en="access while you are not signed in",
    ),
}
