-- subject_known: whom of these keyed hashes a store knows by name.
--
-- Reads   account, account_event, account_identity, campaign_member, exchange, ruling
-- Grain   (kind, subject_id)

WITH
    known AS
    (
        SELECT account_id, organization_id, end_user_id FROM exchange
        UNION DISTINCT SELECT account_id, organization_id, '' FROM account
        UNION DISTINCT SELECT account_id, '', '' FROM account_event
        UNION DISTINCT SELECT account_id, '', '' FROM account_identity
        UNION DISTINCT SELECT account_id, '', '' FROM campaign_member
        UNION DISTINCT SELECT subject_id, '', '' FROM ruling WHERE subject_kind = 'account'
    ),
    named AS
    (
        SELECT DISTINCT 'account' AS kind, '' AS account, account_id AS subject_id FROM known
        UNION ALL
        SELECT DISTINCT 'organization', '', organization_id FROM known WHERE organization_id != ''
        UNION ALL
        SELECT DISTINCT 'end_user', account_id, end_user_id FROM known WHERE end_user_id != ''
    )
SELECT
    kind,
    account,
    subject_id
FROM named
WHERE leftPad(lower(hex(keyed_chain(
    {hash_key:Array(Tuple(UInt64, UInt64))},
    concat('erasure\n', kind, if(position(account, '\n') = 0, '', concat(' of ', toString(length(account)))),
        '\n', account, '\n', subject_id)))), 16, '0') IN {hashes:Array(String)}
