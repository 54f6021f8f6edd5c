-- shrunk_rate: the rate of a count among some, shrunk towards its rate among all with the weight of `prior`.
CREATE OR REPLACE FUNCTION shrunk_rate AS (counted, sent, counted_all, sent_all, prior) ->
    (counted + prior * counted_all / greatest(1, sent_all)) / (sent + prior)
