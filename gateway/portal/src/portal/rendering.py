"""The template environment: one per process, strict about names it does not know."""

import hashlib
from pathlib import Path

import jinja2
from chassis.values import Language

from portal.formats import Formats
from portal.texts import Texts, load_texts

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_STYLESHEETS = (
    "kern/fonts/fira-sans.css",
    "kern/fonts/noto-sans.css",
    "kern/kern.min.css",
    "portal.css",
    "exams.css",
    "records.css",
    "account.css",
    "security.css",
    "roles.css",
    "certificates.css",
)


class DesignSystemMissingError(Exception):
    """The stylesheets were not copied: run `python gateway/portal/build_static.py`."""


class Rendering:
    """Templates, texts and formats in both languages."""

    def __init__(self) -> None:
        if not (STATIC / "kern" / "kern.min.css").exists():
            raise DesignSystemMissingError(DesignSystemMissingError.__doc__)
        self._texts = {language: load_texts(language) for language in Language}
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["stylesheets"] = [asset(name) for name in _STYLESHEETS]
        self._templates.globals["asset"] = asset

    def texts(self, language: Language) -> Texts:
        """The catalogue of a language."""
        return self._texts[language]

    def render(self, template: str, language: Language, **context: object) -> str:
        """One page; `t` writes texts and `f` formats values in its language."""
        texts = self._texts[language]
        return self._templates.get_template(template).render(
            t=texts,
            f=Formats(texts),
            language=language,
            other_language=Language.EN if language is Language.DE else Language.DE,
            texts_in=self._texts,
            formats_in={key: Formats(value) for key, value in self._texts.items()},
            **context,
        )


def asset(name: str) -> str:
    """The address of a static file, which changes with its content so that browsers may keep it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"
