-- false_link_controller: how many pairs of strangers have how much operations or money to speak for them.
--
-- Reads   account_identity, cluster_member, link_evidence
-- Grain   one row a kind, weight and what speaks against
--
-- Accounts in a cluster of a campaign's size are left out: what ties them is no coincidence of channels.
-- What speaks against a pair is a fact of its two accounts and stays with it.

WITH
    -- One row an account in a cluster of a campaign's size.
    gathered AS (
        SELECT account_id
        FROM cluster_member
        WHERE run_id = {run_id:UUID} AND is_seed AND cluster_id IN (
            SELECT cluster_id
            FROM cluster_member
            INNER JOIN account_identity USING (account_id)
            WHERE run_id = {run_id:UUID} AND is_seed
            GROUP BY cluster_id
            HAVING uniqExact(entity_id) >= {gathered_min:UInt32})
    ),
    -- One row a pair: the strongest of each kind.
    pair AS (
        SELECT
            account_a, account_b,
            max(if(speaks = 'controller', weight_millibits, 0)) AS operations,
            max(if(speaks = 'money', weight_millibits, 0))      AS money,
            sum(if(speaks = 'against', weight_millibits, 0))    AS counter
        FROM link_evidence
        WHERE run_id = {run_id:UUID} AND speaks IN ('controller', 'money', 'against')
          AND account_a NOT IN (SELECT account_id FROM gathered)
          AND account_b NOT IN (SELECT account_id FROM gathered)
        GROUP BY account_a, account_b
        HAVING operations > 0 OR money > 0
    )
SELECT operations AS operations_millibits, money AS money_millibits, counter AS counter_millibits, count() AS pairs
FROM pair
GROUP BY operations, money, counter
ORDER BY operations, money, counter
