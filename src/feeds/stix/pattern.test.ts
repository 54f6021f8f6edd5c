import { describe, expect, test } from 'vitest'
import { canonicalNetwork } from './network.js'
import { parsePattern } from './pattern-parse.js'
import { PATTERN_CHARACTERS_MAX } from './pattern-tokens.js'
import { type KindPattern, OWN_LANGUAGE, readPattern, writePattern } from './pattern-words.js'
import { PATTERNS } from './shared.fixture.js'

const DAY = "START t'2026-03-03T00:00:00Z' STOP t'2026-03-04T00:00:00Z'"

describe('what a pattern of anybody’s says', () => {
  const networkDay = (network: string): KindPattern => ({
    kind: 'network-day',
    pattern: { network, date: '2026-03-03' },
  })

  test.each<readonly [string, readonly KindPattern[]]>([
    [`[ipv4-addr:value = '203.0.113.7'] ${DAY}`, [networkDay('203.0.113.7/32')]],
    [`[ipv4-addr:value == '203.0.113.7'] ${DAY}`, [networkDay('203.0.113.7/32')]],
    [`[ipv4-addr:value ISSUBSET '203.0.113.0/24'] ${DAY}`, [networkDay('203.0.113.0/24')]],
    [`[ipv6-addr:value = '2001:DB8::0:1'] ${DAY}`, [networkDay('2001:db8::1/128')]],
    [
      `[ipv4-addr:value = '203.0.113.7' OR ipv4-addr:value = '203.0.113.8'] ${DAY}`,
      [networkDay('203.0.113.7/32'), networkDay('203.0.113.8/32')],
    ],
    [
      `[ipv4-addr:value IN ('203.0.113.7', '203.0.113.8')] ${DAY}`,
      [networkDay('203.0.113.7/32'), networkDay('203.0.113.8/32')],
    ],
    [
      `([ipv4-addr:value = '203.0.113.7'] OR [ipv4-addr:value = '203.0.113.8']) ${DAY}`,
      [networkDay('203.0.113.7/32'), networkDay('203.0.113.8/32')],
    ],
    [
      "[email-addr:value LIKE '%@mail.example']",
      [{ kind: 'mail-domain', pattern: { domain: 'mail.example' } }],
    ],
  ])('%s is matched', (text, said) => {
    expect(readPattern(text)).toEqual(said)
  })

  test.each([
    ['no day', "[ipv4-addr:value = '203.0.113.7']"],
    [
      'two days',
      `[ipv4-addr:value = '203.0.113.7'] START t'2026-03-03T00:00:00Z' STOP t'2026-03-05T00:00:00Z'`,
    ],
    [
      'a day that begins elsewhere',
      `[ipv4-addr:value = '203.0.113.7'] START t'2026-03-03T05:00:00Z' STOP t'2026-03-04T05:00:00Z'`,
    ],
    ['two spans', `[ipv4-addr:value = '203.0.113.7'] ${DAY} ${DAY}`],
    [
      'a span of one within that of both',
      `([ipv4-addr:value = '203.0.113.7'] ${DAY} OR [ipv4-addr:value = '203.0.113.8']) ${DAY}`,
    ],
    ['a span within a span', `([ipv4-addr:value = '203.0.113.7'] ${DAY}) ${DAY}`],
    ['how often', `[ipv4-addr:value = '203.0.113.7'] REPEATS 5 TIMES`],
    ['within how long', `[ipv4-addr:value = '203.0.113.7'] WITHIN 5 SECONDS`],
    ['what must not be', `[ipv4-addr:value NOT = '203.0.113.7'] ${DAY}`],
    ['another sign', `[ipv4-addr:value != '203.0.113.7'] ${DAY}`],
    ['two things at once', `[ipv4-addr:value = '203.0.113.7' AND url:value = 'x'] ${DAY}`],
    [
      'one after the other',
      `([ipv4-addr:value = '203.0.113.7'] FOLLOWEDBY [url:value = 'x']) ${DAY}`,
    ],
    ['a part that is not known', `[ipv4-addr:value = '203.0.113.7' OR url:value = 'x'] ${DAY}`],
    ['that something is there', '[EXISTS ipv4-addr:value]'],
    ['a regular expression', `[ipv4-addr:value MATCHES '^(a+)+$'] ${DAY}`],
    ['no address', `[ipv4-addr:value = 'example.com'] ${DAY}`],
    ['bits below the mask', `[ipv4-addr:value ISSUBSET '203.0.113.7/24'] ${DAY}`],
    ['an address of the other version', `[ipv4-addr:value = '2001:db8::1'] ${DAY}`],
    ['any domain', "[email-addr:value LIKE '%@%']"],
    ['a number', `[ipv4-addr:value = 7] ${DAY}`],
    ['a list', `[ipv4-addr:value IN (${Array(65).fill("'203.0.113.7'")})] ${DAY}`],
  ])('one that asks for %s is not matched', (_, text) => {
    expect(readPattern(text)).toBe('pattern_not_matchable')
  })

  test.each([
    [''],
    ['['],
    ['[]'],
    ["[ipv4-addr:value = '203.0.113.7'"],
    ["[ipv4-addr:value = '203.0.113.7]"],
    ["[ipv4-addr:value = 'a\\nb']"],
    ["[ipv4-addr = 'a']"],
    ["[ipv4-addr:value 'a']"],
    ["[ipv4-addr:value = 'a'] x"],
    ["[ipv4-addr:value = 'a'] START t'2026-03-03T00:00:00Z'"],
    ["[ipv4-addr:value = 'a' /* comment */]"],
    ["[ipv4-addr:value = 'a'] OR"],
    [`[ipv4-addr:value = '${'a'.repeat(PATTERN_CHARACTERS_MAX)}']`],
    [`${'('.repeat(17)}[a-b:value = 'a']${')'.repeat(17)}`],
    [`[${'('.repeat(17)}a-b:value = 'a'${')'.repeat(17)}]`],
    ['('.repeat(8000)],
    ["[a-b:c = 'd' OR ".repeat(500)],
  ])('%.40s is no pattern', (text) => {
    expect(parsePattern(text)).toBeNull()
  })

  test.each([
    [
      "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '203.0.113.33/32']",
    ],
    [
      "[file:hashes.'SHA-256' = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f']",
    ],
    [
      "([file:hashes.MD5 = '79054025255fb1a26e4bc422aef54eb4'] FOLLOWEDBY [win-registry-key:key = 'a\\\\b']) WITHIN 300 SECONDS",
    ],
    [
      "[user-account:account_type = 'unix' AND user-account:user_id = '1007' AND user-account:account_login = 'Peter']",
    ],
    ["[file:size NOT IN (1.5, -2, h'00ff', b'AAA=', true)] REPEATS 2 TIMES"],
    [
      "[email-message:from_ref.value MATCHES '.+\\\\@example\\\\.com$' AND email-message:body_multipart[*].body_raw_ref.name MATCHES '^Final Report.+\\\\.exe$']",
    ],
    ['[EXISTS windows-registry-key:values OR (NOT EXISTS a-b:c)]'],
  ])('%.60s is a pattern, as the standard has it', (text) => {
    expect(parsePattern(text)).not.toBeNull()
  })
})

test('what STIX says is read as what was written', () => {
  const written = PATTERNS.map(([kind, , , pattern]) => ({ kind, pattern }))
  for (const one of written) {
    const { pattern, pattern_type } = writePattern(one)
    if (pattern_type === OWN_LANGUAGE) continue
    expect(readPattern(pattern)).toEqual([one])
  }
})

test.each([
  [
    'more than STIX says',
    { kind: 'network-day', pattern: { network: '203.0.113.0/24', date: '2026-03-03', ja4: 'x' } },
  ],
  ['no day', { kind: 'network-day', pattern: { network: '203.0.113.0/24', date: 'today' } }],
  ['a sign that is a wildcard', { kind: 'mail-domain', pattern: { domain: 'a_b.example' } }],
  ['a kind of its own', { kind: 'client', pattern: { user_agent: 'relay-http/' } }],
])('%s is said in our own language', (_, pattern) => {
  expect(writePattern(pattern).pattern_type).toBe(OWN_LANGUAGE)
})

test.each([
  ['203.0.113.7', '203.0.113.7/32'],
  ['203.0.113.0/24', '203.0.113.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:0DB8::/32', '2001:db8::/32'],
  ['2001:db8:0:1::/63', null],
  ['::ffff:203.0.113.7', '::ffff:cb00:7107/128'],
  ['fe80::1%eth0', null],
  ['203.0.113.7/24', null],
  ['203.0.113.0/33', null],
  ['203.0.113.0/024', null],
  ['203.0.113.0/', null],
  ['203.0.113', null],
  ['0x7f.1', null],
])('%s is the network %s', (text, network) => {
  expect(canonicalNetwork(text)).toBe(network)
})
