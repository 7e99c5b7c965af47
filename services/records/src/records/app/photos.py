"""The photo of a person: kept while the person wants it."""

from dataclasses import replace
from uuid import UUID

from chassis.database import Transaction
from chassis.documents import Document, load_document, store_document
from chassis.values.uploads import UploadType, read_upload

from records.app.persons import person_with_id
from records.domain.person import Person
from records.events.outgoing import tell_person_changed
from records.store import persons, photos
from records.texts import persons as texts

PHOTO_TYPES = frozenset({UploadType.PNG, UploadType.JPEG})


def keep_photo(tx: Transaction, person_id: UUID, content: bytes, file_name: str) -> Person:
    """Keeps a photo; a former one is deleted. Raises PERSON_UNKNOWN and PHOTO_TYPE_UNKNOWN."""
    upload = read_upload(content, file_name, PHOTO_TYPES)
    if upload is None:
        raise texts.photo_type_unknown()
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    kept = store_document(tx, upload.content, upload.type.content_type, upload.file_name)
    return _change(tx, person, kept)


def photo_of(tx: Transaction, person_id: UUID) -> Document:
    """The photo of a person. Raises PERSON_UNKNOWN and PHOTO_UNKNOWN."""
    person = person_with_id(tx, person_id)
    if person.photo_document_id is None:
        raise texts.photo_unknown()
    return load_document(tx, person.photo_document_id)


def remove_photo(tx: Transaction, person_id: UUID) -> Person:
    """Deletes the photo for good. Raises PERSON_UNKNOWN and PHOTO_UNKNOWN."""
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    if person.photo_document_id is None:
        raise texts.photo_unknown()
    return _change(tx, person, None)


def _change(tx: Transaction, person: Person, document_id: UUID | None) -> Person:
    changed = replace(person, photo_document_id=document_id, version=person.version + 1)
    persons.update_person(tx, changed)
    if person.photo_document_id is not None:
        photos.delete_photo(tx, person.photo_document_id)
    tell_person_changed(tx, changed)
    return changed
