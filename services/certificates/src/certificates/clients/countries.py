"""The names of countries in both languages (ISO 3166-1)."""

import gettext
from functools import lru_cache
from typing import Any

import pycountry
from chassis.values import LocalizedText

# Without types of its own.
_pycountry: Any = pycountry
# The EU's code for Kosovo, which ISO has none for.
_WITHOUT_ISO_CODE = {"XK": LocalizedText(de="Kosovo", en="Kosovo")}


@lru_cache(maxsize=512)
def country_name(code: str) -> LocalizedText:
    """The country with two letters; the code itself for an unknown one."""
    found = _pycountry.countries.get(alpha_2=code)
    if found is None:
        return _WITHOUT_ISO_CODE.get(code, LocalizedText(de=code, en=code))
    english = str(getattr(found, "common_name", found.name))
    return LocalizedText(de=_german().gettext(english), en=english)


@lru_cache(maxsize=1)
def _german() -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["de"])
