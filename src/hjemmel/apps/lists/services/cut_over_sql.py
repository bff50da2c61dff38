"""The statements of a cut-over, the same on both databases, in the order they are run.

``hjemmel_due`` holds the moves that are due and the membership that each one ends.
"""

from __future__ import annotations

PREPARE_POSTGRESQL = (
    "SET LOCAL work_mem = '64MB'",
    "ANALYZE lists_move",  # moves planned just now are unknown to its planner
)
FIND_DUE = """
    CREATE TEMPORARY TABLE hjemmel_due AS
    SELECT m.id AS move, m.resident_id, m.to_list_id, m.cause, b.id AS ended, b.valid_from,
        b.patient_list_id, b.is_elsewhere, b.elsewhere, b.reason,
        CASE WHEN b.id IS NOT NULL THEN b.valid_to ELSE (
            SELECT MIN(l.valid_from) FROM registry_membership AS l
            WHERE l.resident_id = m.resident_id AND l.known_to IS NULL
            AND l.valid_from > m.effective_on) END AS valid_to
    FROM lists_move AS m LEFT JOIN registry_membership AS b
        ON b.resident_id = m.resident_id AND b.known_to IS NULL AND b.valid_from <= m.effective_on
        AND (b.valid_to IS NULL OR b.valid_to > m.effective_on)
    WHERE m.municipality_id = %s AND m.effective_on = %s AND m.state = 'planned'
"""
SUPERSEDE = """
    UPDATE registry_membership SET known_to = %s
    WHERE id IN (SELECT ended FROM hjemmel_due WHERE ended IS NOT NULL)
"""
WRITE = """
    INSERT INTO registry_membership (resident_id, patient_list_id, is_elsewhere, elsewhere, reason,
        valid_from, valid_to, known_from, known_to)
    SELECT x.resident_id, x.list, x.is_elsewhere, x.elsewhere, x.reason, x.first, x.last, %s, NULL
    FROM (
        SELECT d.resident_id, d.patient_list_id AS list, d.is_elsewhere, d.elsewhere, d.reason,
            d.valid_from AS first, %s AS last
        FROM hjemmel_due AS d WHERE d.valid_from < %s
        UNION ALL
        SELECT d.resident_id, d.to_list_id, %s, '', d.cause, %s, d.valid_to
        FROM hjemmel_due AS d WHERE d.to_list_id IS NOT NULL
    ) AS x ORDER BY x.resident_id, x.first
"""
LEAVE_QUEUE = """
    UPDATE registry_waitingentry SET left_reason = 'placed',
        left_on = CASE WHEN queued_on > %s THEN queued_on ELSE %s END
    WHERE left_on IS NULL AND id IN (
        SELECT w.id FROM hjemmel_due AS d JOIN registry_waitingentry AS w
            ON w.resident_id = d.resident_id AND w.left_on IS NULL
        WHERE d.to_list_id IS NOT NULL AND (
            w.wanted_list_id IS NULL OR w.wanted_list_id = d.to_list_id
            OR (w.waiting_class = 'without_gp' AND d.cause <> 'distributed')))
"""
MARK_DONE = """
    UPDATE lists_move SET state = 'done', cut_over_id = %s
    WHERE id IN (SELECT move FROM hjemmel_due)
"""
FORGET = "DROP TABLE hjemmel_due"
CHECK_POSTGRESQL = (
    # What rows point at is looked up row by row: by the key, also where a table is so small that
    # reading all of it looks cheaper.
    "ANALYZE registry_patientlist, lists_cutover",
    "SET LOCAL enable_seqscan = off",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET CONSTRAINTS ALL DEFERRED",
    "SET LOCAL enable_seqscan = on",
)

UNWRITE = """
    UPDATE registry_membership SET known_to = %s
    WHERE known_to IS NULL AND known_from = %s
    AND resident_id IN (SELECT m.resident_id FROM lists_move AS m WHERE m.cut_over_id = %s)
"""
WRITE_AGAIN = """
    INSERT INTO registry_membership (resident_id, patient_list_id, is_elsewhere, elsewhere, reason,
        valid_from, valid_to, known_from, known_to)
    SELECT b.resident_id, b.patient_list_id, b.is_elsewhere, b.elsewhere, b.reason,
        b.valid_from, b.valid_to, %s, NULL
    FROM lists_move AS m JOIN registry_membership AS b
        ON b.resident_id = m.resident_id AND b.known_to = %s
    WHERE m.cut_over_id = %s
"""
WAIT_AGAIN = """
    UPDATE registry_waitingentry SET left_on = NULL, left_reason = ''
    WHERE left_reason = 'placed' AND left_on >= %s
    AND resident_id IN (SELECT m.resident_id FROM lists_move AS m WHERE m.cut_over_id = %s)
    AND NOT EXISTS (
        SELECT 1 FROM registry_waitingentry AS w
        WHERE w.resident_id = registry_waitingentry.resident_id AND w.left_on IS NULL)
"""
