"""How much of a file is read before it is refused: genuine files stay far below."""

# Bytes of the file.
FILE_BYTES = 10 * 1024 * 1024
# Pages of the longest transcript, with room.
PAGES = 200
OBJECTS = 100_000
# Numbers, names, brackets … of all objects outside of streams.
TOKENS = 500_000
# Bytes of a name; ISO 32000-1 (annex C) has no longer ones.
NAME_BYTES = 127 * 3
# Arrays and dictionaries inside each other.
NESTING = 32
# Bytes that one stream, and all streams together, may unfold to.
STREAM_BYTES = 16 * 1024 * 1024
ALL_STREAM_BYTES = 48 * 1024 * 1024
# Operators on all pages together.
OPERATORS = 200_000
