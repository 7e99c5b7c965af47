"""The audit chain: entries in a line that nobody can change unseen, and signed heads of it.

A call's entry is committed with what the call did (`chassis.rpc.audit`). Soon afterwards the
sequencer gives it the next number and a hash over itself and everything before it, and now and
then signs the newest hash and appends it to a file outside the database. Whoever edits, removes,
inserts or reorders entries has to rewrite the chain from there on, and then the signed heads no
longer fit.
"""
