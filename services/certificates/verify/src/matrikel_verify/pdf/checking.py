"""Everything that a sealed file must be, checked in an order in which each check rests on those
before it: the first that fails is the reason, and nothing behind it is looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from matrikel_verify import sentences
from matrikel_verify.checkpoint import Checkpoint
from matrikel_verify.claims import Claims
from matrikel_verify.evidence import FILE_NAME as EVIDENCE_FILE_NAME
from matrikel_verify.evidence import Evidence
from matrikel_verify.log_check import NewerLog, check_consistency, check_inclusion
from matrikel_verify.number import MalformedVerificationNumberError, VerificationNumber
from matrikel_verify.pdf import limits
from matrikel_verify.pdf.content import texts_of_page
from matrikel_verify.pdf.document import (
    attachments_of,
    hole_of,
    pages_of,
    refuse_active_content,
    seal_of,
)
from matrikel_verify.pdf.file import PdfFile, read_file
from matrikel_verify.pdf.seal import SealError, SealStatus, Stamp, examine
from matrikel_verify.pdf.text import first_difference
from matrikel_verify.status_check import check_status, moment
from matrikel_verify.trust import Trust
from matrikel_verify.verdict import Check, Outcome, Verdict
from matrikel_verify.xhochschule import FILE_NAME as MESSAGE_FILE_NAME
from matrikel_verify.xhochschule import agrees

_END = b"%%EOF"


@dataclass(frozen=True, slots=True)
class ExaminedFile:
    """The verdict on a file, and of an authentic one the evidence that it carries."""

    verdict: Verdict
    evidence: Evidence | None


def check_file(
    content: bytes,
    trust: Trust,
    *,
    now: datetime,
    status_list: str | None = None,
    newest_log: NewerLog | None = None,
) -> Verdict:
    """Checks a sealed file against what is pinned; takes 20 to 200 ms of computing.

    `status_list` is a signed status list, `newest_log` the newest state of the log that is known;
    without them, what they are for is not done. Never raises: whatever a file does to its reader,
    it is then rejected.
    """
    return examine_file(
        content, trust, now=now, status_list=status_list, newest_log=newest_log
    ).verdict


def examine_file(
    content: bytes,
    trust: Trust,
    *,
    now: datetime,
    status_list: str | None = None,
    newest_log: NewerLog | None = None,
) -> ExaminedFile:
    """As `check_file`, for whoever looks the evidence up in a log of their own."""
    examination = _Examination(content, trust, now, status_list, newest_log)
    checks: list[Check] = []
    is_standing = True
    for code, step in examination.steps():
        check = _outcome(code, step) if is_standing else sentences.not_reached(code)
        is_standing = is_standing and check.outcome is not Outcome.FAILED
        checks.append(check)
    verdict = Verdict.of(checks, examination.claims)
    return ExaminedFile(verdict, examination.evidence if verdict.is_authentic else None)


def carries_seal(content: bytes) -> bool:
    """Whether a file pretends to be sealed, so that it is a matter for `check_file`."""
    return b"/ByteRange" in content or EVIDENCE_FILE_NAME.encode() in content


def _outcome(code: str, step: Callable[[], Check]) -> Check:
    try:
        return step()
    except Exception:  # see below
        # Files come from strangers, and the libraries that read certificates and keys promise no
        # closed set of errors. Whatever went wrong, the check did not pass.
        return sentences.failed(code)


@dataclass(slots=True)
class _Examination:
    content: bytes
    trust: Trust
    now: datetime
    status_list: str | None
    newest_log: NewerLog | None
    file: PdfFile = field(init=False)
    seal: SealStatus = field(init=False)
    evidence: Evidence = field(init=False)
    attachments: dict[str, bytes] = field(init=False)
    checkpoint: Checkpoint = field(init=False)
    claims: Claims | None = None
    _contents: bytes = b""
    _covered: bytes = b""

    def steps(self) -> tuple[tuple[str, Callable[[], Check]], ...]:
        return (
            ("FILE_READABLE", self._readable),
            ("ONE_REVISION", self._one_revision),
            ("NOTHING_HIDDEN", self._nothing_hidden),
            ("ONE_SEAL", self._one_seal),
            ("SEAL_COVERS_WHOLE_FILE", self._covers),
            ("SEAL_INTACT", self._intact),
            ("SEAL_CERTIFICATE_KNOWN", self._certificate_known),
            ("SEAL_TIMESTAMP", self._timestamp),
            ("SEAL_CERTIFICATE_IN_FORCE", self._certificate_in_force),
            ("ATTACHMENTS_EXPECTED", self._attachments_expected),
            ("NUMBER_WELL_FORMED", self._number),
            ("IN_LOG", self._in_log),
            ("LOG_CONSISTENT", self._log_consistent),
            ("TEXT_AGREES", self._text_agrees),
            ("ATTACHMENT_AGREES", self._attachment_agrees),
            ("NOT_WITHDRAWN", self._not_withdrawn),
        )

    @property
    def _read(self) -> Claims:
        assert self.claims is not None, "read with the attachments"
        return self.claims

    def _readable(self) -> Check:
        code = "FILE_READABLE"
        if len(self.content) > limits.FILE_BYTES:
            return sentences.failed(code, "TOO_LARGE")
        if not self.content.startswith(b"%PDF-") or b"startxref" not in self.content:
            return sentences.failed(code)
        if b"/Encrypt" in self.content:
            return sentences.failed(code, "ENCRYPTED")
        return sentences.passed(code)

    def _one_revision(self) -> Check:
        once = (self.content.count(word) == 1 for word in (b"startxref", _END))
        ends = self.content.endswith((_END, _END + b"\n", _END + b"\r\n"))
        more = any(word in self.content for word in (b"/Prev ", b"/XRefStm"))
        code = "ONE_REVISION"
        is_one = all(once) and ends and not more
        return sentences.passed(code) if is_one else sentences.failed(code)

    def _nothing_hidden(self) -> Check:
        self.file = read_file(self.content)
        refuse_active_content(self.file)
        return sentences.passed("NOTHING_HIDDEN")

    def _one_seal(self) -> Check:
        seal_of(self.file)
        return sentences.passed("ONE_SEAL")

    def _covers(self) -> Check:
        hole = hole_of(seal_of(self.file), len(self.content))
        self._contents = hole.value
        self._covered = self.content[: hole.start] + self.content[hole.end :]
        # The digits of the hole are not covered: they have one spelling.
        if self.content[hole.start + 1 : hole.end - 1] != hole.value.hex().encode():
            return sentences.failed("SEAL_COVERS_WHOLE_FILE")
        return sentences.passed("SEAL_COVERS_WHOLE_FILE")

    def _intact(self) -> Check:
        try:
            self.seal = examine(self._contents, self._covered, self.trust)
        except SealError:
            return sentences.failed("SEAL_INTACT")
        return (
            sentences.passed("SEAL_INTACT")
            if self.seal.is_intact
            else sentences.failed("SEAL_INTACT")
        )

    def _certificate_known(self) -> Check:
        is_pinned = self.seal.certificate in self.trust.seal_certificates
        say = sentences.passed if is_pinned and self.seal.has_known_chain else sentences.failed
        return say("SEAL_CERTIFICATE_KNOWN", university=self.trust.university)

    def _timestamp(self) -> Check:
        code = "SEAL_TIMESTAMP"
        match self.seal.stamp:
            case Stamp.ABSENT:
                return sentences.not_done(code)
            case Stamp.UNKNOWN_SERVICE:
                return sentences.not_done(code, "UNKNOWN_SERVICE")
            case Stamp.BROKEN:
                return sentences.failed(code)
            case Stamp.VALID:
                assert self.seal.stamp_time is not None, "valid stamps have a time"
                return sentences.passed(code, time=moment(self.seal.stamp_time))

    def _certificate_in_force(self) -> Check:
        code, seal = "SEAL_CERTIFICATE_IN_FORCE", self.seal
        time = seal.stamp_time or self.now
        values = {
            "time": moment(time),
            "first": moment(seal.first_moment),
            "last": moment(seal.last_moment),
        }
        if seal.first_moment <= time <= seal.last_moment:
            return sentences.passed(code, **values)
        if seal.stamp_time is not None:
            return sentences.failed(code, "STAMPED_LATE", **values)
        return sentences.failed(code, "EXPIRED" if time > seal.last_moment else "EARLY", **values)

    def _attachments_expected(self) -> Check:
        code = "ATTACHMENTS_EXPECTED"
        self.attachments = attachments_of(self.file)
        attached = self.attachments.get(EVIDENCE_FILE_NAME, b"")
        self.evidence = Evidence.parse(attached)
        is_expected = self.attachments.keys() <= {EVIDENCE_FILE_NAME, MESSAGE_FILE_NAME}
        if not is_expected or self.evidence.to_json() != attached:
            return sentences.failed(code)
        self.claims = Claims.parse(self.evidence.claims)
        return sentences.passed(code)

    def _number(self) -> Check:
        code, digits = "NUMBER_WELL_FORMED", self._read.number
        try:
            number = VerificationNumber.parse(digits)
        except MalformedVerificationNumberError:
            return sentences.failed(code)
        # The digits stand in the claims without blanks.
        if number.digits != digits:
            return sentences.failed(code)
        return sentences.passed(code, number=number.printed)

    def _in_log(self) -> Check:
        check, checkpoint = check_inclusion(self.evidence, self.trust)
        if checkpoint is not None:
            self.checkpoint = checkpoint
        return check

    def _log_consistent(self) -> Check:
        return check_consistency(self.checkpoint, self.newest_log, self.trust)

    def _text_agrees(self) -> Check:
        code = "TEXT_AGREES"
        try:
            pages = [texts_of_page(self.file, page) for page in pages_of(self.file)]
        except (ValueError, KeyError):
            return sentences.failed(code, "DRAWN")
        difference = first_difference(pages, self._read)
        if difference is not None:
            return sentences.failed(code, page=difference.page)
        return sentences.passed(code)

    def _attachment_agrees(self) -> Check:
        code = "ATTACHMENT_AGREES"
        message = self.attachments.get(MESSAGE_FILE_NAME)
        if message is None:
            return sentences.not_done(code)
        return sentences.passed(code) if agrees(message, self._read) else sentences.failed(code)

    def _not_withdrawn(self) -> Check:
        return check_status(self.status_list, self._read.status_index, self.trust, self.now)
