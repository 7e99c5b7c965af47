-- One registration the straightforward way: a transaction of its own, with the rows that the desk
-- writes and under the same constraints, but without rules, access check, signature and mail text.
-- Run by pgbench with prepared statements; the variable "sitting" is the hot one.
SELECT nextval('bench_next') AS number \gset
BEGIN;
SELECT taken, capacity, last_seq FROM sittings WHERE sitting_id = :sitting::uuid FOR NO KEY UPDATE;
SELECT person_id FROM bench_students WHERE number = :number FOR SHARE;
INSERT INTO answers (caller, method, request_id, request_hash, answer, create_time)
  SELECT person_id::text, 'naive', gen_random_uuid()::text, 'x'::bytea, repeat('x', 900)::bytea, now()
  FROM bench_students WHERE number = :number;
INSERT INTO registrations (registration_id, sitting_id, person_id, enrolment_id,
    regulations_version_code, exam_number, status, seq, register_time, version)
  SELECT gen_random_uuid(), s.sitting_id, b.person_id, b.enrolment_id, b.regulations_version_code,
    s.exam_number, 'registered', s.last_seq + 1, now(), 1
  FROM bench_students b, sittings s WHERE b.number = :number AND s.sitting_id = :sitting::uuid;
INSERT INTO receipts (sitting_id, seq, registration_id, person_id, action, receipt_time, signed)
  SELECT s.sitting_id, s.last_seq + 1, gen_random_uuid(), b.person_id, 'registered', now(),
    repeat('x', 500)
  FROM bench_students b, sittings s WHERE b.number = :number AND s.sitting_id = :sitting::uuid;
UPDATE sittings SET taken = taken + 1, last_seq = last_seq + 1 WHERE sitting_id = :sitting::uuid;
INSERT INTO outbox (event_id, event_type, subject, aggregate_version, traceparent, body, create_time)
  VALUES (gen_random_uuid(), 'naive', 'naive', 1, '', repeat('x', 700)::bytea, now());
INSERT INTO mails (mail_id, address, kind, subject, body, create_time, next_attempt_time)
  VALUES (gen_random_uuid(), 'a@b.example', 'naive', 'naive', repeat('mail ', 480), now(), now());
INSERT INTO audit_entries (entry_time, method, caller, actor, session_id, subject, outcome)
  SELECT now(), 'naive', person_id::text, '', '', person_id::text, 'OK'
  FROM bench_students WHERE number = :number;
COMMIT;
