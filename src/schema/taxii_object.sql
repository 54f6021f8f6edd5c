-- taxii_object: what lies in the collections that are shared by TAXII, a row a version of an object. Record: rows are added, and
-- leave the disk when they are deleted or over their time.
CREATE TABLE IF NOT EXISTS taxii_object
(
    collection_id  String,

    -- When it was taken in. No two of a collection have the same instant, and later ones are later: so it is also its place.
    added_at       DateTime64(6, 'UTC'),

    -- As STIX has them.
    object_id      String,
    object_type    LowCardinality(String),
    version        String,
    version_at     DateTime64(6, 'UTC'),
    object_json    String CODEC(ZSTD(3)),

    -- Of `object_json`, so that a page is bounded without reading it.
    bytes          UInt32,
    -- SHA-256 of the object with its keys in order, by which the same object is known again.
    object_digest  String,
    -- From when nobody is told of it any more.
    expires_at     Nullable(DateTime64(3, 'UTC')),
    -- Who added it, by the name in the settings.
    client         LowCardinality(String),
    -- How it is marked, by TLP 2.0. Of what came before this was noted nothing is known.
    marking        LowCardinality(String) DEFAULT 'red'
)
ENGINE = MergeTree
ORDER BY (collection_id, added_at)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
