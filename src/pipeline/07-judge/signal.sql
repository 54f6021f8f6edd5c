-- signal: what one detector says of each subject.
--
-- Reads   detector_signal   the detector's own SELECT
-- Writes  signal
-- Grain   (run_id, detector, subject_id)

INSERT INTO signal (run_id, detector, family, subject_id, strength, weight_millibits, facts)
SELECT
    {run_id:UUID}, {detector:String}, {family:String}, subject_id,
    round(strength, 4),
    toInt32(round(1000 * {sign:Int8} * {bits_max:Float64} * strength)) AS weight,
    facts
FROM detector_signal
WHERE weight != 0
