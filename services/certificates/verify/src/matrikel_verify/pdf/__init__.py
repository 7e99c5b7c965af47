"""Sealed PDF files: what they must be, read by a reader of their own that forgives nothing.

Readers for the world's PDF files repair what they find, and each repairs it differently: attacks
on signed files live from that. A sealed file comes from one writer and never needs repair, so
everything that this writer does not write is refused here.
"""
