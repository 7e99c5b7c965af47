"""What is wrong with a file that somebody sent in."""

from chassis.values import LocalizedText

NOT_XLSX = LocalizedText(
    de="Die Datei ist keine lesbare Excel-Datei (.xlsx), vielleicht ist sie beschädigt oder mit "
    "einem Kennwort geschützt. Speichern Sie sie neu als Excel-Arbeitsmappe.",
    en="The file is no readable Excel file (.xlsx); perhaps it is damaged or protected with a "
    "password. Save it again as an Excel workbook.",
)
NOT_CSV = LocalizedText(
    de="Die Datei ist keine lesbare CSV-Datei. Speichern Sie sie als CSV (UTF-8).",
    en="The file is no readable CSV file. Save it as CSV (UTF-8).",
)
WORKBOOK_NOT_CSV = LocalizedText(
    de="Das ist eine Excel-Datei, keine CSV-Datei. Wählen Sie als Format XLSX; eine alte "
    ".xls-Datei speichern Sie vorher als Excel-Arbeitsmappe (.xlsx).",
    en="This is an Excel file, not a CSV file. Choose the format XLSX; save an old .xls file as an "
    "Excel workbook (.xlsx) first.",
)
NOT_YAML = LocalizedText(
    de="Ab hier ist die Datei kein gültiges YAML. Prüfen Sie Einrückung, Doppelpunkte, Klammern "
    "und Anführungszeichen in dieser Zeile und der davor.",
    en="From here on the file is not valid YAML. Check indentation, colons, brackets and quotes in "
    "this line and the one before.",
)
NOT_UTF_8 = LocalizedText(
    de="Die Datei ist kein Text in UTF-8. Speichern Sie sie mit dieser Zeichenkodierung.",
    en="The file is no text in UTF-8. Save it in this encoding.",
)
YAML_KEY_TWICE = LocalizedText(
    de="Der Schlüssel „{key}“ steht zweimal da. Entfernen Sie einen davon.",
    en='The key "{key}" stands there twice. Remove one of them.',
)
YAML_KEY_NO_TEXT = LocalizedText(
    de="Ein Schlüssel muss ein lesbarer Text sein. Schreiben Sie ihn neu.",
    en="A key has to be a readable text. Write it anew.",
)
YAML_VALUE = LocalizedText(
    de="Dieser Wert kann nicht gelesen werden. Setzen Sie ihn in Anführungszeichen und entfernen "
    "Sie Angaben mit Ausrufezeichen davor.",
    en="This value cannot be read. Put it in quotes and remove what starts with an exclamation "
    "mark before it.",
)
YAML_TOO_MANY_VALUES = LocalizedText(
    de="Die Datei hat mehr als {limit} Werte. Teilen Sie sie.",
    en="The file has more than {limit} values. Split it.",
)
YAML_TOO_DEEP = LocalizedText(
    de="Hier sind mehr als {limit} Ebenen ineinander verschachtelt. Vereinfachen Sie die Datei.",
    en="More than {limit} levels are nested here. Make the file simpler.",
)
YAML_ALIAS = LocalizedText(
    de="Verweise (&, *) sind hier nicht erlaubt. Schreiben Sie den Wert aus.",
    en="Aliases (&, *) are not allowed here. Write the value out.",
)
XML_DECLARATIONS = LocalizedText(
    de="Die Excel-Datei enthält XML-Deklarationen, die Excel nicht schreibt. Speichern Sie sie "
    "mit Excel oder LibreOffice neu.",
    en="The Excel file holds XML declarations that Excel does not write. Save it again with "
    "Excel or LibreOffice.",
)
FILE_TOO_LARGE = LocalizedText(
    de="Die Datei ist zu groß: Ausgepackt sind höchstens {limit} MiB erlaubt. Entfernen Sie, was "
    "nicht gebraucht wird, oder teilen Sie die Datei.",
    en="The file is too large: at most {limit} MiB are allowed once unpacked. Remove what is not "
    "needed or split the file.",
)
FILE_EMPTY = LocalizedText(
    de="Die Datei enthält keine Überschriften. Die erste Zeile muss die Spalten benennen.",
    en="The file holds no headings. The first row has to name the columns.",
)
TOO_MANY_ROWS = LocalizedText(
    de="Die Tabelle hat mehr als {limit} Zeilen. Teilen Sie die Datei.",
    en="The table has more than {limit} rows. Split the file.",
)
SHEET_TOO_LONG = LocalizedText(
    de="Das Tabellenblatt reicht bis unter Zeile {limit}. Löschen Sie die Zeilen unter der "
    "Tabelle, auch leere, oder teilen Sie die Datei.",
    en="The sheet reaches below line {limit}. Delete the rows below the table, empty ones too, or "
    "split the file.",
)
TOO_MANY_COLUMNS = LocalizedText(
    de="Die Tabelle hat mehr als {limit} Spalten. Entfernen Sie die übrigen.",
    en="The table has more than {limit} columns. Remove the others.",
)
CELL_TOO_LONG = LocalizedText(
    de="Die Zelle enthält mehr als {limit} Zeichen. Kürzen Sie den Text.",
    en="The cell holds more than {limit} characters. Shorten the text.",
)
CELL_NOT_TEXT = LocalizedText(
    de="Hier stehen Steuerzeichen oder nur unsichtbare Zeichen. Schreiben Sie den Text neu.",
    en="There are control characters here, or only invisible ones. Write the text anew.",
)
CELL_ERROR = LocalizedText(
    de="Die Zelle zeigt den Fehler {value}. Ersetzen Sie ihn durch einen Wert.",
    en="The cell shows the error {value}. Replace it by a value.",
)
FORMULA_WITHOUT_VALUE = LocalizedText(
    de="Die Zelle enthält eine Formel ohne gespeichertes Ergebnis. Öffnen und speichern Sie die "
    "Datei mit Excel oder ersetzen Sie die Formel durch ihren Wert.",
    en="The cell holds a formula without a stored result. Open and save the file with Excel, or "
    "replace the formula by its value.",
)
TITLE_ABOVE_HEADINGS = LocalizedText(
    de="In der ersten Zeile müssen die Überschriften stehen; hier steht nur „{title}“, mehrere "
    "Spalten beginnen in Zeile {line}. Löschen Sie, was über den Überschriften steht.",
    en='The headings have to be in the first row; there is only "{title}" here, and several '
    "columns begin in line {line}. Delete what stands above the headings.",
)
HEADING_TWICE = LocalizedText(
    de="Die Überschrift {heading} steht zweimal da. Entfernen Sie eine der Spalten.",
    en="The heading {heading} stands there twice. Remove one of the columns.",
)
HEADING_MISSING = LocalizedText(
    de="Die Spalte {heading} fehlt. Ergänzen Sie sie.",
    en="The column {heading} is missing. Add it.",
)
HEADING_UNKNOWN = LocalizedText(
    de="Die Spalte {heading} gibt es hier nicht. Entfernen Sie sie oder berichtigen Sie die "
    "Schreibweise; erwartet werden {expected}.",
    en="There is no column {heading} here. Remove it or correct its spelling; expected are "
    "{expected}.",
)
CELL_WITHOUT_HEADING = LocalizedText(
    de="Die Zeile hat mehr Zellen als die Tabelle Überschriften. Prüfen Sie Trennzeichen und "
    "Anführungszeichen.",
    en="The row has more cells than the table has headings. Check separators and quotes.",
)
SHEET_MISSING = LocalizedText(
    de="Das Tabellenblatt {sheet} fehlt. Ergänzen Sie es.",
    en="The sheet {sheet} is missing. Add it.",
)
SHEET_UNKNOWN = LocalizedText(
    de="Das Tabellenblatt {sheet} gibt es hier nicht. Entfernen Sie es oder berichtigen Sie "
    "seinen Namen.",
    en="There is no sheet {sheet} here. Remove it or correct its name.",
)
FORMAT_NOT_READ = LocalizedText(
    de="Dieses Format kann hier nicht gelesen werden. Senden Sie {expected}.",
    en="This format cannot be read here. Send {expected}.",
)
MODULE_NOT_LISTED = LocalizedText(
    de="Das Modul {code} steht nicht im Tabellenblatt modules. Ergänzen Sie es dort oder "
    "berichtigen Sie den Code.",
    en="Module {code} is not in the sheet modules. Add it there or correct the code.",
)
FORMAT_NOT_WRITTEN = LocalizedText(
    de="In diesem Format gibt es die Datei nicht. Wählen Sie {expected}.",
    en="The file is not available in this format. Choose {expected}.",
)
