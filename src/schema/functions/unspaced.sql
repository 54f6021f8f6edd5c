-- unspaced: the characters of scripts that write no spaces between words, as a class of a regular expression. Thai, Lao,
-- Burmese, Khmer, Tai, Buginese, Balinese, Batak, Bopomofo, kana, Chinese characters, Yi, Vai, Javanese, Tai Viet; then
-- Tangut to Nushu, and all Chinese characters beyond the first plane. Tibetan marks its syllables, and Hangul is written
-- in words. `sketch.ts` has the same.
CREATE OR REPLACE FUNCTION unspaced AS () -> concat('[',
    '\\x{0E00}-\\x{0EFF}\\x{1000}-\\x{109F}\\x{1780}-\\x{17FF}\\x{1950}-\\x{19DF}\\x{1A00}-\\x{1AAF}\\x{1B00}-\\x{1B7F}',
    '\\x{1BC0}-\\x{1BFF}\\x{3005}-\\x{3007}\\x{3040}-\\x{312F}\\x{31A0}-\\x{31BF}\\x{31F0}-\\x{31FF}\\x{3400}-\\x{9FFF}',
    '\\x{A000}-\\x{A4CF}\\x{A500}-\\x{A62F}\\x{A980}-\\x{A9DF}\\x{A9E0}-\\x{A9FF}\\x{AA60}-\\x{AADF}\\x{F900}-\\x{FAFF}',
    '\\x{FF66}-\\x{FF9D}\\x{17000}-\\x{1B2FF}\\x{20000}-\\x{3FFFF}',
']')
