-- mail_domain: mail domains that anybody can have an address at. Filled from the packed list.
CREATE TABLE IF NOT EXISTS mail_domain
(
    domain  String,
    kind    LowCardinality(String)
)
ENGINE = MergeTree
ORDER BY domain
