"""Reads a logo from an SVG file: filled paths, which stay sharp and need no picture in the file.

Pictures (PNG) are not taken: certificates hold none, so that who checks a sealed file can refuse
every picture that was laid over its text.
"""

import math
import re
from collections.abc import Iterator

from lxml import etree

from certificates.domain.branding import Colour, Logo, Shape

_NAMESPACE = "{http://www.w3.org/2000/svg}"
# What an SVG file may hold besides paths: groups without a transformation, and words about it.
_GROUPS = {"g", "svg"}
_SILENT = {"title", "desc", "metadata", "defs"}
_HIGHEST_NUMBER_OF_STEPS = 5000

_TOKEN = re.compile(r"\s*,?\s*(?:([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?))")
# How many numbers follow a command.
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}

_Step = tuple[str, tuple[float, ...]]


def read_logo(content: bytes) -> Logo:
    """The logo of an SVG file. Raises ValueError that names what cannot be drawn."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"no SVG file ({error})") from error
    if root.tag != f"{_NAMESPACE}svg" or "viewBox" not in root.attrib:
        raise ValueError("no SVG file with a viewBox")
    left, top, width, height = _numbers(root.attrib["viewBox"], 4)
    if width <= 0 or height <= 0:
        raise ValueError("the viewBox is empty")
    shapes = tuple(_shapes(root, root.get("fill", "#000000"), (left, top)))
    if not shapes:
        raise ValueError("no path to draw")
    if sum(len(shape.steps) for shape in shapes) > _HIGHEST_NUMBER_OF_STEPS:
        raise ValueError(f"more than {_HIGHEST_NUMBER_OF_STEPS} steps; simplify the drawing")
    return Logo(width, height, shapes)


def _shapes(node: etree._Element, fill: str, origin: tuple[float, float]) -> Iterator[Shape]:
    for child in node:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.removeprefix(_NAMESPACE)
        if name in _SILENT:
            continue
        if refused := {"transform", "style", "stroke", "opacity", "class"} & set(child.attrib):
            raise ValueError(f"<{name}> has {sorted(refused)[0]}: draw filled paths only")
        own = child.get("fill", fill)
        if name in _GROUPS:
            yield from _shapes(child, own, origin)
        elif name == "path":
            if own != "none":
                yield Shape(_colour(own), tuple(_moved(_steps(child.get("d", "")), origin)))
        else:
            raise ValueError(f"<{name}> cannot be drawn: turn it into paths")


def _colour(code: str) -> Colour:
    short = re.fullmatch(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])", code)
    return Colour("#" + "".join(digit * 2 for digit in short.groups()) if short else code)


def _numbers(text: str, count: int) -> list[float]:
    numbers = [float(part) for part in re.split(r"[\s,]+", text.strip())]
    if len(numbers) != count or not all(math.isfinite(one) for one in numbers):
        raise ValueError(f"{count} numbers are missing in {text!r}")
    return numbers


def _moved(steps: Iterator[_Step], origin: tuple[float, float]) -> Iterator[_Step]:
    """Measured from the upper left corner of the view box."""
    for name, numbers in steps:
        yield (
            name,
            tuple(
                round(number - origin[position % 2], 4) for position, number in enumerate(numbers)
            ),
        )


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; one that is left out is that before."""
    tokens: list[str | float] = []
    place = 0
    path = path.strip()
    while place < len(path):
        found = _TOKEN.match(path, place)
        if found is None:
            raise ValueError(f"a path cannot be read at {path[place : place + 12]!r}")
        tokens.append(found[1] or float(found[2]))
        place = found.end()
    name = ""
    while tokens:
        if isinstance(command := tokens[0], str):
            name, tokens = command, tokens[1:]
        elif name in ("M", "m"):
            name = "L" if name == "M" else "l"
        arity = _ARITY.get(name.upper())
        if arity is None:
            raise ValueError(f"a path has {name!r}: turn arcs into curves")
        if arity == 0 and tokens and not isinstance(tokens[0], str):
            raise ValueError("a path has numbers after its end")
        numbers, tokens = tokens[:arity], tokens[arity:]
        if len(numbers) < arity or any(isinstance(one, str) for one in numbers):
            raise ValueError(f"numbers are missing after {name!r}")
        yield name, [float(one) for one in numbers]


def _steps(path: str) -> Iterator[_Step]:
    """The path in absolute lines and cubic curves."""
    x = y = start_x = start_y = 0.0
    # The last control point of a cubic and of a quadratic curve, which S and T mirror.
    cubic: tuple[float, float] | None = None
    quadratic: tuple[float, float] | None = None
    for name, numbers in _commands(path):
        kind = name.upper()
        if name.islower():
            base = {"H": (x,), "V": (y,)}.get(kind, (x, y))
            numbers = [number + base[i % len(base)] for i, number in enumerate(numbers)]
        last_cubic, last_quadratic, cubic, quadratic = cubic, quadratic, None, None
        match kind:
            case "M":
                x, y = start_x, start_y = numbers
                yield "M", (x, y)
            case "Z":
                x, y = start_x, start_y
                yield "Z", ()
            case "L" | "H" | "V":
                x = numbers[0] if kind != "V" else x
                y = numbers[-1] if kind != "H" else y
                yield "L", (x, y)
            case "C" | "S":
                mirror_x, mirror_y = last_cubic or (x, y)
                if kind == "S":
                    numbers = [2 * x - mirror_x, 2 * y - mirror_y, *numbers]
                yield "C", tuple(numbers)
                cubic, (x, y) = (numbers[2], numbers[3]), numbers[4:]
            case _:
                mirror_x, mirror_y = last_quadratic or (x, y)
                if kind == "T":
                    numbers = [2 * x - mirror_x, 2 * y - mirror_y, *numbers]
                bend_x, bend_y, to_x, to_y = numbers
                yield (
                    "C",
                    (
                        *(x + 2 / 3 * (bend_x - x), y + 2 / 3 * (bend_y - y)),
                        *(to_x + 2 / 3 * (bend_x - to_x), to_y + 2 / 3 * (bend_y - to_y)),
                        *(to_x, to_y),
                    ),
                )
                quadratic, x, y = (bend_x, bend_y), to_x, to_y
