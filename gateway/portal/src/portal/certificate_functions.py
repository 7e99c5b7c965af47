"""The contract's methods behind the pages on certificates; their grants say who sees which."""

from matrikel.certificates.v1 import certificate_job_pb2, certificate_pb2
from matrikel.records.v1 import application_pb2

from portal.access import method_of

_CERTIFICATES = (certificate_pb2.DESCRIPTOR, "CertificateService")
ISSUE = method_of(*_CERTIFICATES, "IssueCertificate")
LIST = method_of(*_CERTIFICATES, "ListCertificates")
DOWNLOAD = method_of(*_CERTIFICATES, "DownloadCertificate")
SET_LOOKUP_RULE = method_of(*_CERTIFICATES, "SetLookupRule")
# What only offices may: it opens their pages.
FIND = method_of(*_CERTIFICATES, "FindCertificate")
WITHDRAW = method_of(*_CERTIFICATES, "WithdrawCertificate")

START_JOB = method_of(
    certificate_job_pb2.DESCRIPTOR, "CertificateJobService", "StartCertificateJob"
)
# What is wrong with a certificate is reported to records.
REPORT_ERROR = method_of(application_pb2.DESCRIPTOR, "ApplicationService", "CreateApplication")
