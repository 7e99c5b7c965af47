"""The addresses of all pages, below the language: "exams/tree" is /de/exams/tree."""

from portal.addresses.everybody import EVERYBODY
from portal.addresses.office import OFFICE
from portal.addresses.staff import STAFF
from portal.addresses.students import STUDENTS
from portal.addresses.studies import STUDIES

PAGES = (*EVERYBODY, *STUDENTS, *STUDIES, *STAFF, *OFFICE)
