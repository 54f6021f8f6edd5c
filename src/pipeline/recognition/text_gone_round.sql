-- exchange_template: takes out what newcomers send word for word as three and more of the quiet do.
--
-- Reads   account_mission, template_slot
-- Writes  exchange_template

DELETE FROM exchange_template
WHERE run_id = {run_id:UUID} AND (family_id, slot_hash) IN (
    SELECT family_id, slot_hash
    FROM template_slot
    WHERE run_id = {family_run_id:UUID} AND account_id IN (
        SELECT account_id FROM account_mission WHERE run_id = {family_run_id:UUID} AND is_quiet)
    GROUP BY family_id, slot_hash
    HAVING count() >= 3)
