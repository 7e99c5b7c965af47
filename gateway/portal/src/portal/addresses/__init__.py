"""The addresses of all pages, below the language: "exams/tree" is /de/exams/tree."""

from portal.addresses.accounts import ACCOUNTS
from portal.addresses.certificates import CERTIFICATES
from portal.addresses.everybody import EVERYBODY
from portal.addresses.office import OFFICE
from portal.addresses.oidc_clients import OIDC_CLIENTS
from portal.addresses.roles import ROLES
from portal.addresses.security import SECURITY
from portal.addresses.services import SERVICES
from portal.addresses.sign_in import SIGN_IN
from portal.addresses.staff import STAFF
from portal.addresses.students import STUDENTS
from portal.addresses.studies import STUDIES

PAGES = (
    *EVERYBODY,
    *ACCOUNTS,
    *SIGN_IN,
    *SECURITY,
    *SERVICES,
    *STUDENTS,
    *STUDIES,
    *CERTIFICATES,
    *STAFF,
    *OFFICE,
    *OIDC_CLIENTS,
    *ROLES,
)
