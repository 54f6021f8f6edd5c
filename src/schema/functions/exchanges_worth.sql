-- exchanges_worth: as how many exchanges those of a text count, with each slot worth one: whatever is asked again counts by the
-- tokens that it took, against those of all slots once. By number, one slot that is asked again and again for a word hides
-- all the others. Whoever runs the same items again takes the same answers again, and counts in full, as where no tokens are known.
CREATE OR REPLACE FUNCTION exchanges_worth AS (exchanges, slots, tokens, tokens_once) ->
    if(tokens_once = 0, exchanges, least(exchanges, intDiv(slots * tokens, tokens_once)))
