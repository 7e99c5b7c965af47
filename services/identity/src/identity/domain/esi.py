"""The European Student Identifier (ESI) of the European Student Card Initiative."""

# 128 bits: nobody finds a student by trying codes.
CODE_BYTES = 16


def student_code(secret: bytes) -> str:
    """The random part: small hexadecimal digits. It says nothing about the person."""
    return secret.hex()


def european_student_identifier(domain: str, code: str) -> str:
    """`urn:schac:personalUniqueCode:int:esi:<domain>:<code>`.

    The form with the domain of the university, for codes that are unique within it (ESI
    specification of GÉANT, "Algorithm for the European Student Identifier").
    """
    return f"urn:schac:personalUniqueCode:int:esi:{domain}:{code}"
