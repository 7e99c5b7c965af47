"""Elements of XHochschule and XBildung, as short as they can be written."""

from datetime import date
from typing import TypeAlias

from chassis.values import Language, LocalizedText
from lxml import etree

XHOCHSCHULE = "http://xhochschule.de/def/xhochschule/1.2/xsd"
XBILDUNG = "http://xbildung.de/def/xbildung/1.2/xsd"
_LANGUAGE_ATTRIBUTE = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {"xhs": XHOCHSCHULE, "xbd": XBILDUNG}
_TAGS = {Language.DE: "de-DE", Language.EN: "en-GB"}

# lxml names the class of its elements with an underscore only.
Element: TypeAlias = etree._Element


def element(name: str, *children: "Element | None", namespace: str = XHOCHSCHULE) -> Element:
    """An element with children in the order of the schema; those that are None are left out."""
    made = etree.Element(f"{{{namespace}}}{name}", nsmap=_PREFIXES)
    made.extend(child for child in children if child is not None)
    return made


def value(name: str, content: str | int | date | bool, namespace: str = XHOCHSCHULE) -> Element:
    """An element with a text, a number, a day or a truth value."""
    made = etree.Element(f"{{{namespace}}}{name}", nsmap=_PREFIXES)
    match content:
        case bool():
            made.text = "true" if content else "false"
        case date():
            made.text = content.isoformat()
        case _:
            made.text = str(content)
    return made


def optional(
    name: str, content: str | int | date | None, namespace: str = XHOCHSCHULE
) -> "Element | None":
    """An element that is left out where there is nothing to say."""
    return None if content is None or content == "" else value(name, content, namespace)


def localized(
    name: str, text: LocalizedText, language: Language, namespace: str = XHOCHSCHULE
) -> Element:
    """A text with the language that it is written in."""
    made = value(name, text.in_language(language), namespace)
    made.set(_LANGUAGE_ATTRIBUTE, _TAGS[language])
    return made


def optional_localized(
    name: str, text: LocalizedText, language: Language, namespace: str = XHOCHSCHULE
) -> "Element | None":
    """A text that is left out where it is empty."""
    return localized(name, text, language, namespace) if text.in_language(language) else None


def coded(
    name: str, list_uri: str, list_version: str, code: str, namespace: str = XHOCHSCHULE
) -> Element:
    """A value of a code list (XÖV): its child is in no namespace."""
    made = etree.Element(f"{{{namespace}}}{name}", nsmap=_PREFIXES)
    made.set("listURI", list_uri)
    made.set("listVersionID", list_version)
    etree.SubElement(made, "code").text = code
    return made


def to_bytes(root: Element) -> bytes:
    """The document; unused prefixes do not occur, every element stands on a line of its own."""
    etree.cleanup_namespaces(root, top_nsmap=_PREFIXES)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written
