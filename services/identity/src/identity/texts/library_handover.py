"""What is said on the lists of the opening week."""

from chassis.values import LocalizedText

HEADINGS = (
    LocalizedText(de="Nr.", en="No."),
    LocalizedText(de="Nachname", en="Family name"),
    LocalizedText(de="Vornamen", en="Given names"),
    LocalizedText(de="Nutzername", en="User name"),
    LocalizedText(de="Kartennummer", en="Card number"),
    LocalizedText(de="Ausgegeben (x)", en="Handed over (x)"),
    LocalizedText(de="Kennung (nicht ändern)", en="Id (do not change)"),
)
