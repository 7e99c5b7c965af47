"""Column types that mean the same on PostgreSQL and SQLite."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

from chassis.values import LocalizedText

# A UUID: native on PostgreSQL, 32 hexadecimal digits on SQLite.
Id = Uuid

# A number that the database counts up: SQLite counts INTEGER primary keys only.
Position = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive datetimes; SQLite stores text that sorts by time."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Json(TypeDecorator[Any]):
    """Plain JSON: JSONB on PostgreSQL, text on SQLite; None is NULL and not JSON's null."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(
            JSONB(none_as_null=True) if dialect.name == "postgresql" else JSON(none_as_null=True)
        )


class Texts(TypeDecorator[LocalizedText]):
    """A text in both languages, as a JSON object with "de" and "en"."""

    impl = Json
    cache_ok = True

    def process_bind_param(
        self,
        value: LocalizedText | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> dict[str, str] | None:
        return None if value is None else {"de": value.de, "en": value.en}

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002
    ) -> LocalizedText | None:
        return None if value is None else LocalizedText(de=value["de"], en=value["en"])
