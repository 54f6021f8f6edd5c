-- policy_last: what was written down of the policy file when it last changed.
--
-- Reads   audit
-- Grain   one row, or none

SELECT facts FROM audit WHERE action = 'policy_read' ORDER BY seq DESC LIMIT 1
