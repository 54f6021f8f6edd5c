-- excess_strength: how far a count lies above what the peers' share explains, 0 to 1. In standard
-- deviations of a Poisson count, from 3 (0) to `full` (1): an excess count and no share, so that cover
-- traffic does not dilute it. The peers' share counts as at least one in 5,000.
CREATE OR REPLACE FUNCTION excess_strength AS (counted, exchanges, peer_counted, peer_exchanges, full) ->
    greatest(0, least(1, (
        (counted - exchanges * greatest(0.0002, peer_counted / greatest(1, peer_exchanges)))
        / sqrt(exchanges * greatest(0.0002, peer_counted / greatest(1, peer_exchanges)) + 1) - 3
    ) / (full - 3)))
