import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leaksOf } from '../../src/pipeline/release/leaks.js'
import { lookedAt, namesOf, ownWords, standsIn } from '../../src/pipeline/release/names.js'
import { spellingsOf } from '../../src/pipeline/release/spellings.js'
import { fill, testStore } from '../store.js'

// A short name in a compound does not leave, in whatever script and spelling; and a short name keeps no longer word from leaving.

const holder = testStore()
const OURS = ownWords(['campaign', 'campaign_id'])
const stands = (name: string, text: string) =>
  namesOf(name).some((one) => standsIn(one, lookedAt(text), OURS))

/** With a letter that is no digit of hexadecimal numbers. */
const LETTERS = {
  latin: 'gjkmoprtuvwxz',
  accents: 'éüñøåšžőğ',
  greek: 'αβγδεζηθικλμνπρστυφχψω',
  cyrillic: 'абвгджзклмнпрстуфхцчшщ',
}
const script = fc.constantFrom(...Object.values(LETTERS))
const word = (letters: string, lengths: { minLength: number; maxLength: number }) =>
  fc.array(fc.constantFrom(...letters), lengths).map((all) => all.join(''))
const NAME = { minLength: 3, maxLength: 5 }
const REST = { minLength: 1, maxLength: 8 }
const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
const wide = (text: string) =>
  text.replaceAll(/[a-z]/gi, (one) => String.fromCodePoint(one.charCodeAt(0) + 0xfee0))

/** Ways to put a name beside the rest of a compound. */
const compounds = fc.constantFrom<(name: string, rest: string) => string>(
  (name, rest) => `${name}-${rest}`,
  (name, rest) => `${rest}_${name}`,
  (name, rest) => `${rest}.${name}.${rest}`,
  (name, rest) => `x-${rest}-${name}-${rest}`,
  (name, rest) => `${capital(name)}${capital(rest)}`,
  (name, rest) => `${rest}${capital(name)}/2.1`,
  (name, rest) => `${name.toUpperCase()}${capital(rest)}x`,
  (name) => `${name}2`,
  (name) => `7${name}`,
  (name) => `${name}机器人`,
)
const respelled = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.normalize('NFD'),
  (text) => wide(text),
  (text) => `${text.slice(0, 1)}\u200b${text.slice(1)}`,
)
const compound = script.chain((letters) =>
  fc.record({
    ...{ name: word(letters, NAME), rest: word(letters, REST) },
    ...{ put: compounds, spell: respelled },
  }),
)

describe('a short name', () => {
  test('is found as a part of a compound, in whatever script, capitals, width and composition', () => {
    fc.assert(
      fc.property(compound, ({ name, rest, put, spell }) => {
        expect([name, stands(name, `see ${spell(put(name, rest))}, there`)]).toEqual([name, true])
      }),
    )
  })

  test('is no part of a longer word in its script', () => {
    const inside = script.chain((letters) =>
      fc.record({
        ...{ name: word(letters, NAME), before: word(letters, REST), after: word(letters, REST) },
        change: fc.constantFrom<(text: string) => string>(
          (text) => text,
          (text) => text.toUpperCase(),
          capital,
        ),
      }),
    )
    fc.assert(
      fc.property(inside, ({ name, before, after, change }) => {
        // Where it stands once and in the midst of it.
        fc.pre((before + name + after).indexOf(name) === before.length)
        fc.pre((before + name + after).lastIndexOf(name) === before.length)
        // Between signs: without its accents `šéé` is a word of ours.
        expect(stands(name, `“${change(before + name + after)}”, …`)).toBe(false)
      }),
    )
  })

  test('of one or two characters counts as a word alone: every other compound has it', () => {
    for (const text of ['en-US', 'OpenAI/1.0', 'v2-ai-bot', 'x_us', 'ai2']) {
      expect([text, stands('ai', text), stands('us', text)]).toEqual([text, false, false])
    }
    expect(stands('ai', 'by AI, and')).toBe(true)
    expect(stands('us', 'ｕｓ')).toBe(true)
  })

  test('that is a hexadecimal number is not found between the digits of a digest', () => {
    const digest = '5b8f0c1e2f0f4d0e9bad0a8f6d0f7c11'
    expect(stands('bad', digest)).toBe(false)
    expect(stands('bad', `bad-bot ${digest}`)).toBe(true)
    expect(stands('zap', '9zap0')).toBe(true)
  })

  test('that is a part of a word of ours says nothing of anybody', () => {
    expect(stands('id', 'campaign_id')).toBe(false)
    expect(stands('camp', 'campaign')).toBe(false)
    expect(stands('camp', 'camp-bot')).toBe(true)
  })
})

test('spellings that differ in capitals alone are one name, in scripts that fold otherwise too', () => {
  for (const [name, text] of [
    ['straße', 'STRASSE'],
    ['οδός', 'ΟΔΌΣ'],
    ['istanbul', 'İSTANBUL'],
    ['İstanbul', 'istanbul'],
    ['ﬁrma', 'FIRMA'],
    ['ｶﾌﾞ', 'カブ'],
  ] as const) {
    expect([name, stands(name, `by ${text}.`), stands(text, `by ${name}.`)]).toEqual([
      ...[name, true, true],
    ])
  }
})

/** Written in signs that nobody sees. */
const tags = (text: string) =>
  [...text].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0))).join('')
const selectors = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe00f0 + byte))
    .join('')

const PUT_OTHERWISE: readonly (readonly [name: string, text: string])[] = [
  ['Acme Corp', 'acmecorp'],
  ['Acme Corp', 'acme-corp/2.1'],
  ['Acme Corp', 'MyAcmeCorpBot'],
  ['Acme Corp', 'by ACME_CORP.'],
  ['Acme Corp', 'A.C.M.E. Corp'],
  ['Acme Corp', 'acme%2Dcorp'],
  ['Acme Corp', 'acme%2520corp'],
  ['Acme Corp', 'acme&amp;nbsp;corp'],
  ['Acme Corp', 'Ac\u200bme\u2060Co\u00adrp'],
  ['Acme Corp', 'ac\u0336me\u0336 corp\ufe0f'],
  ['Acme Corp', '\u202eAcme\u202c Corp'],
  ['Acme Corp', 'Аcmе Соrр'],
  ['Acme Corp', 'seen at QWNtZSBDb3Jw'],
  ['Acme Corp', '{\\"firm\\":\\"Acme\\\\u0020Corp\\"}'],
  ['Acme Corp', 'see \u202eproC emcA\u202c'],
  ['Acme Corp', `see ${tags('Acme Corp')}`],
  ['Acme Corp', `see ${selectors('for Acme Corp')}`],
  ['Acme Corp', 'v1QWNtZSBDb3Jw'],
  ['Acme Corp', 'ᴀᴄᴍᴇ ᴄᴏʀᴘ'],
  ['Acme Corp', '𝓐𝓬𝓶𝓮 Ⓒⓞⓡⓟ'],
  ['acct_000123', 'acct_٠٠٠١٢٣'],
  ['삼성 전자', '삼성전자'],
  ['نور الشركة', 'نُورالشركة'],
  ['नेहा शर्मा', 'नेहा-शर्मा'],
  ['株式会社 曙', '株式会社曙'],
  ['acme-corp', 'Acme Corp'],
  ['AcmeCorp', 'Acme Corp'],
  ['Café Zürich', 'cafe zurich'],
  ['Café Zürich', 'caf&eacute;-z&uuml;rich'],
  ['café', 'xn--caf-dma.example'],
  ['xn--caf-dma', 'café-bot'],
  ['a%20firm%20of%20ours', 'a-firm-of-ours'],
  ['a%2520firm%2520of%2520ours', 'a-firm-of-ours'],
  ['CORP\\nancy', 'corp-nancy'],
  ['R&amp;D of Acme', 'r-d of acme'],
  ['Müller GmbH', 'muller_gmbh'],
  ['IBM', 'MYIBM'],
  ['ibm', 'IBMBOT/1'],
  ['IBM', 'I.B.M.'],
  ['IBM', 'i b m'],
  ['I.B.M.', 'ibm-bot'],
  ['jo@example.org', 'ask jo at example dot org'],
  ['jo@example.org', 'jo%2540example%252Eorg'],
  ['5b8f0c1e-2f0f-4d0e', '5b8f0c1e2f0f4d0e'],
  ['5b8f0c1e2f0f4d0e', '5b8f0c1e 2f0f 4d0e'],
  ['+1 (555) 123-4567', '15551234567'],
]

describe('a name that is put otherwise', () => {
  test.each(PUT_OTHERWISE)('is found: %s as %s', (name, text) => {
    const said = spellingsOf(text).all.map(lookedAt)
    expect(said.some((one) => namesOf(name).some((name) => standsIn(name, one, OURS)))).toBe(true)
  })

  test.each([
    ['Ina', 'carried in a program'],
    ['Isa', 'it is a program'],
    ['20260301', '2026-03-01T00:00:00.000Z'],
    ['100200', '10.02.00'],
    ['Acme Corp', 'acme incorporated'],
    ['ibm', 'XIBMX'],
    ['abe', 'BABE4F'],
    ['I.T.', 'it is'],
    ['seacho', 'is each of them'],
  ])('is not found: %s in %s', (name, text) => {
    const said = spellingsOf(text).all.map(lookedAt)
    expect(said.some((one) => namesOf(name).some((name) => standsIn(name, one, OURS)))).toBe(false)
  })
})

test('the store is asked for names by what they have in common with a text, so that none is passed over', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(compound, { minLength: 20, maxLength: 20 }), async (all) => {
      await fill(
        holder.store,
        {
          account: all.map(({ name }, place) => ({
            account_id: `a${place}x`,
            organization_id: name,
          })),
        },
        ['exchange'],
      )
      const value = all.map(({ name, rest, put, spell }) => spell(put(name, rest)))
      const found = await leaksOf({ store: holder.store }, value, { released: [], own: [] })
      const places = new Set(
        found.filter(({ kind }) => kind === 'organization').map(({ place }) => place),
      )
      expect([...places].sort()).toEqual(all.map((_, place) => `${place}`).sort())
    }),
    { numRuns: 6, endOnFailure: true },
  )
})

test('the store is asked for names that are put otherwise too', async () => {
  const named = PUT_OTHERWISE.map(([name], at) => ({
    account_id: `a${at}x`,
    organization_id: name,
  }))
  // Each by itself: what stands in one must not be found for another's sake.
  for (const [at, [name, text]] of PUT_OTHERWISE.entries()) {
    await fill(holder.store, { account: named.slice(at, at + 1) }, ['exchange'])
    const found = await leaksOf({ store: holder.store }, [text], { released: [], own: [] })
    expect([name, text, found.map(({ kind }) => kind)]).toEqual([
      ...[name, text, expect.arrayContaining(['organization'])],
    ])
  }
})

test('what stands in many names and a long text is found in seconds', async () => {
  const names = Array.from({ length: 50_000 }, (_, at) => `Firm ${at.toString(36)} of ${at}`)
  await fill(holder.store, { account: names.map((account_id) => ({ account_id })) }, ['exchange'])
  const line = 'nine of ten who do here and are known, and no proven customer; %41 \\u0042 &amp; '
  const value = Array.from({ length: 20 }, () => line.repeat(1000))
  const startedMs = performance.now()
  expect(await leaksOf({ store: holder.store }, value, { released: [], own: [] })).toEqual([])
  process.stderr.write(
    `long: ${Math.round(performance.now() - startedMs)} ms of ${value.join('').length} characters\n`,
  )
})
