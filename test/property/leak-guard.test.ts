import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/domain/sharing.js'
import { leaksOf } from '../../src/pipeline/release/leaks.js'
import { fill, testStore } from '../store.js'

// Six words of whatever was said, in whatever spelling, do not leave; nor does a name. What has no more than five in common does.

const holder = testStore()
const AT = '2026-03-02 10:00:00.000'

interface Texts {
  readonly prompt: string
  readonly system: string
  readonly response: string
}

interface Names {
  readonly account_id: string
  readonly organization_id: string
  readonly api_key_id: string
  readonly end_user_id: string
}
const NO_NAMES = {
  account_id: 'acct_of_nobody',
  organization_id: '',
  api_key_id: '',
  end_user_id: '',
}

const COLUMNS: Readonly<Record<string, string>> = {
  ...{ account_id: 'account', organization_id: 'organization' },
  ...{ api_key_id: 'api_key', end_user_id: 'end_user' },
}

const store = (texts: readonly Partial<Texts & Names>[], names: Partial<Names> = {}) =>
  fill(
    holder.store,
    {
      exchange: texts.map((one, place) => ({
        ...{ ...NO_NAMES, ...names },
        // Two weeks apart, so that they are of two partitions.
        ...{
          exchange_id: `x${place}`,
          received_at: place % 2 === 0 ? AT : '2026-03-16 10:00:00.000',
        },
        ...one,
      })),
    },
    ['account'],
  )
const leaks = (value: Json, released: readonly string[] = [], own: readonly string[] = []) =>
  leaksOf({ store: holder.store }, value, { released, own })

const SCRIPTS = {
  latin: 'quarry ledger velvet harbour tangle orchid marble furnace lantern copper',
  accents: 'façade naïve Ångström crème jalapeño Zürich coöperate über señor doña',
  cyrillic: 'Дерево Озеро Медведь Береза Дорога Корабль Погода Сумерки Радуга Калина',
  greek: 'Οδυσσεύς Θάλασσα Κόσμος Λόγος Νόστος Άνεμος Ήλιος Σκιάς Πύργος Δρόμος',
  arabic: 'كتاب مدينة بحر شجرة نافذة طريق مفتاح سماء حديقة جبل',
  hangul: '나무 바다 하늘 구름 도시 창문 열쇠 정원 고래 사막',
}
const words = fc.constantFrom(...Object.values(SCRIPTS)).map((all) => all.split(' '))
/** Ten words of one script, in some order. */
const wordList = words.chain((all) => fc.shuffledSubarray(all, { minLength: 8 }))
const glue = fc.constantFrom(
  ' ',
  '\n',
  ', ',
  ' — ',
  '. "',
  '" ',
  ' 12 ',
  '\t(',
  ')\r\n',
  '\u00a0',
  ' \u0007 ',
)
const gaps = fc.array(glue, { minLength: 1, maxLength: 9 })
const joined = (all: readonly string[], gaps: readonly string[]) =>
  all.map((word, place) => `${word}${gaps[place % gaps.length] ?? ' '}`).join('')
const around = fc.constantFrom(
  '',
  'Please: ',
  'см. ',
  '你好。',
  '```sh\nls\n``` ',
  'http://a.example/x ',
  '"',
  'é ',
)

/** The same six words as somebody else would write them down. */
const respelled = fc.constantFrom<(word: string) => string>(
  (word) => word,
  (word) => word.toUpperCase(),
  (word) => word.toLowerCase(),
  (word) => word.normalize('NFD'),
  (word) => `${word.slice(0, 1)}\u200b${word.slice(1)}`,
  (word) =>
    word.replaceAll(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  (word) =>
    JSON.stringify(word)
      .slice(1, -1)
      .replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (word) => encodeURIComponent(word),
  (word) => word.replaceAll(/[^ -~]/gu, (sign) => `&#${sign.codePointAt(0)};`),
)
const places = fc.constantFrom<(text: string) => Json>(
  (text) => text,
  (text) => ({ objects: [{ statement: text }] }),
  (text) => [[{ pattern: { user_agents: ['a', text] } }]],
  (text) => ({ [text]: 1 }),
)
const values = fc.constantFrom<(text: string) => Json>(
  (text) => text,
  (text) => ({ objects: [{ pattern: { user_agents: ['a', text] } }] }),
)
const kinds = fc.constantFrom('prompt' as const, 'system' as const, 'response' as const)
const WORLDS = { numRuns: 6, endOnFailure: true }

describe('the guard over what leaves', () => {
  test('finds six words of any text of the store, in any script, spelling and place', async () => {
    const one = fc.record({
      ...{ list: wordList, from: fc.nat(2), kind: kinds, place: places, spell: respelled },
      ...{ inStore: gaps, there: gaps, before: around, after: around },
    })
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 20, maxLength: 20 }), async (all) => {
        await store([
          { prompt: 'Say hello.' },
          ...all.map(({ list, kind, inStore, before, after }) => ({
            [kind]: `${before}${joined(list, inStore)}${after}`,
          })),
        ])
        const value = Object.fromEntries(
          all.map(({ list, from, there, spell, place, after }, index) => {
            const six = list.slice(from, from + 6).map(spell)
            return [`case${index}`, place(`${after} ${joined(six, there)}`)]
          }),
        )
        const found = await leaks(value)
        for (const [index, { kind }] of all.entries()) {
          const here = found.filter((leak) => leak.place.startsWith(`case${index}`))
          expect([index, here.map((leak) => leak.kind)]).toEqual([
            index,
            expect.arrayContaining([kind]),
          ])
        }
      }),
      WORLDS,
    )
  })

  test('lets five of them through, and six in another order', async () => {
    const one = fc.record({ list: wordList, kind: kinds, from: fc.nat(3) })
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 20, maxLength: 20 }), async (all) => {
        // Each in words of its own.
        const own = all.map(({ list, ...rest }, index) => ({
          ...rest,
          list: list.map((word) => `${word}${String.fromCharCode(97 + index)}x`),
        }))
        await store(own.map(({ list, kind }) => ({ [kind]: list.join(' ') })))
        const value = own.map(({ list, from }) => [
          `${list.slice(from, from + 5).join(' ')} stillwatch`,
          list.toReversed().join(' '),
        ])
        expect(await leaks(value)).toEqual([])
      }),
      WORLDS,
    )
  })

  test('counts each character of a script without spaces as a word, within other scripts too', async () => {
    await store([{ prompt: 'Translate: 今天天气很好我们去公园散步吧 into English please.' }])
    expect(await leaks(['天气很好我们'])).toMatchObject([{ place: '0', kind: 'prompt' }])
    expect(await leaks(['weather 天气很好我 park'])).toEqual([])
    await store([{ response: 'ภาษาไทยง่ายนิดเดียว' }])
    expect(await leaks(['see ภาษาไทย'])).toMatchObject([{ kind: 'response' }])
  })

  test.each([
    ['Burmese', 'မြန်မာစာသည်အလွန်လှပသောစာဖြစ်သည်', 'သည်အလွန်'],
    ['Bopomofo', 'ㄋㄧㄏㄠㄨㄛㄕㄒㄩㄝㄕㄥ', 'ㄏㄠㄨㄛㄕㄒ'],
    ['rare Chinese characters', '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇', '𠀁𠀂𠀃𠀄𠀅𠀆'],
    ['Lao', 'ສະບາຍດີຕອນເຊົ້າທຸກຄົນ', 'ຕອນເຊົ້າ'],
    ['Khmer', 'សួស្តីអ្នកទាំងអស់គ្នា', 'អ្នកទាំង'],
    ['Javanese', 'ꦱꦸꦒꦼꦁꦫꦮꦸꦃꦲꦶꦁꦏꦺꦤꦺ', 'ꦫꦮꦸꦃꦲꦶ'],
    ['Balinese', 'ᬒᬁᬲ᭄ᬯᬲ᭄ᬢ᭄ᬬᬲ᭄ᬢᬸᬲᬫᬶ', 'ᬲ᭄ᬢ᭄ᬬᬲ'],
    ['Tibetan, by its syllables', 'བོད་ཡིག་ནི་སྐད་ཡིག་ཅིག་ཡིན་ནོ', 'ཡིག་ནི་སྐད་ཡིག་ཅིག་ཡིན'],
  ])('finds six of %s within what is written without spaces', async (_, all, six) => {
    await store([{ prompt: `Translate: ${all}` }])
    expect(await leaks([`see ${six} there`])).toMatchObject([{ place: '0', kind: 'prompt' }])
    const five = six.includes('་')
      ? six.split('་').slice(0, 5).join('་')
      : [...six].slice(0, 5).join('')
    expect(await leaks([`see ${five} there`])).toEqual([])
  })

  test('finds six words in pieces of a list, packed, and in signs that nobody sees', async () => {
    const six = 'quarry ledger velvet harbour tangle orchid'
    await store([{ prompt: `Please: ${six}.` }])
    const [a, b] = [six.slice(0, 20), six.slice(21)]
    const unseen = [...six].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0)))
    for (const value of [
      [a, b],
      [Buffer.from(six).toString('base64')],
      [Buffer.from(six).toString('hex')],
      [`see ${unseen.join('')}`],
      [JSON.stringify(JSON.stringify({ text: six }))],
    ]) {
      expect(await leaks(value)).toMatchObject([{ kind: 'prompt' }])
    }
  })

  test('takes six quoted strings in a row for nothing that anybody said', async () => {
    const quoting = '{"a":"b","c":["d","e"],"f":"g"}'
    await store([{ prompt: quoting }])
    expect(await leaks(['{"h":"i","j":["k","l"],"m":"n"}'])).toEqual([])
  })

  test('finds six words of the tokens of templates too, where what varies is masked', async () => {
    await store([{ prompt: 'Rate the answer "Paris" by the rubric of the teacher' }])
    expect(await leaks(['Rate the answer "Rome" by the rubric'])).toMatchObject([
      { kind: 'prompt' },
    ])
    expect(await leaks(['rate the answer § by the rubric'])).toMatchObject([{ kind: 'prompt' }])
    expect(await leaks(['paris by the rubric of the'])).toMatchObject([{ kind: 'prompt' }])
  })

  test('lets what was released through as a text, and with nothing added to it', async () => {
    const wrapper = 'You answer as the tutor of a school and never say that you cannot.'
    await store([{ system: `${wrapper} Today we talk about the rivers of Europe.` }])
    expect(await leaks({ text: wrapper })).toMatchObject([{ place: 'text', kind: 'system' }])
    expect(await leaks({ text: wrapper }, [wrapper])).toEqual([])
    expect(await leaks({ pattern: `[x:text = '${wrapper}']` }, [wrapper])).toEqual([])
    expect(await leaks({ text: `${wrapper} Today we talk` }, [wrapper])).toMatchObject([
      { place: 'text', kind: 'system' },
    ])
  })
})

describe('names', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9_.:-]{6,24}$/).filter((text) => /[a-z]/i.test(text))
  const noise = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('@'))

  test('of accounts, organisations, keys and end users are found wherever they stand', async () => {
    const one = fc.record({
      ...{ name: id, before: noise, after: noise, isUpper: fc.boolean(), place: values },
      column: fc.constantFrom(...Object.keys(COLUMNS)),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 20, maxLength: 20 }), async (all) => {
        const names = all.map(({ column, name }) => ({ ...NO_NAMES, [column]: name }))
        await store(names.map((named) => ({ prompt: 'Hello.', ...named })))
        const value = all.map(({ name, before, after, isUpper, place }) =>
          place(`${before}${isUpper ? name.toUpperCase() : name}${after}`),
        )
        const found = await leaks(value)
        for (const [index, { column }] of all.entries()) {
          const here = found.filter(({ place }) => place.split('.')[0] === `${index}`)
          expect([index, here.map(({ kind }) => kind)]).toEqual([
            index,
            expect.arrayContaining([COLUMNS[column]]),
          ])
        }
      }),
      WORLDS,
    )
  })

  test('that only begin and end alike are none, and released texts may hold none', async () => {
    await store([{ prompt: 'Hello.' }], { account_id: 'acct_000123_north' })
    expect(await leaks(['acct_000124 and acct_0 of 3_north'])).toEqual([])
    const text = 'ask for acct_000123_north'
    expect(await leaks([text], [text])).toEqual([{ place: '0', kind: 'account' }])
  })

  test('of fewer than six characters count as words, and as digits alone not at all', async () => {
    await store([{ prompt: 'Hello.' }], { account_id: 'bob', organization_id: '2026' })
    expect(await leaks(['shared with Bob on 2026-03-01'])).toEqual([
      { place: '0', kind: 'account' },
    ])
    expect(await leaks(['bobsled'])).toEqual([])
  })

  test.each([
    ['a.b', 'shared with a.b, yesterday', 'java.bin'],
    ['x:1', 'key=x:1;', 'max:11'],
    ['j/k', '(J/K)', 'aj/kb'],
    ['ö.é', 'von Ö.É an', 'tö.ép'],
    ['+ab', 'the +ab and', '+abc'],
    ['张三', '我叫张三吗', '张四三'],
    ['𠀀x', 'by 𠀀x.', '𠀀xy'],
  ])(
    'of few characters count whatever signs they are written with: %s',
    async (name, there, not) => {
      await store([{ prompt: 'Hello.' }], { end_user_id: name })
      expect(await leaks([there])).toEqual([{ place: '0', kind: 'end_user' }])
      expect(await leaks([not])).toEqual([])
    },
  )

  test('of signs alone are none: any sentence would hold them', async () => {
    await store([{ prompt: 'Hello.' }], { end_user_id: '...', account_id: '-' })
    expect(await leaks(['One - two ...'])).toEqual([])
  })

  test('that are a part of a word of ours are found where they stand by themselves', async () => {
    const own = ['campaign', 'campaign_id', 'Carried by operators here and by nobody else.']
    await store([{ prompt: 'Hello.' }], {
      ...{ organization_id: 'camp', account_id: 'operator', end_user_id: 'nobody else. camp' },
    })
    const ours = {
      campaign_id: 'campaign',
      statement: 'Carried by 9 operators here and by nobody else.',
    }
    expect(await leaks(ours, [], own)).toEqual([])
    expect(await leaks(['at camp'], [], own)).toEqual([{ place: '0', kind: 'organization' }])
    expect(await leaks(['campaign by camp/2.1'], [], own)).toMatchObject([{ kind: 'organization' }])
    expect(await leaks(['operator-7'], [], own)).toEqual([{ place: '0', kind: 'account' }])
    expect(await leaks(['by nobody else. camp'], [], own)).toMatchObject([
      ...[{ kind: 'end_user' }, { kind: 'organization' }],
    ])
  })

  test('and sentences of ours hold nothing up, whoever took them for a name or sent them', async () => {
    const own = ['campaign', 'Carried by so many operators here and by nobody else.']
    await store([{ prompt: own[1] ?? '' }], { end_user_id: 'campaign', account_id: 'operators' })
    const value = {
      type: 'campaign',
      statement: 'Carried by 14 operators here and by nobody else.',
    }
    expect((await leaks(value)).length).toBeGreaterThan(1)
    expect(
      await leaks(value, [], own.concat('Carried by operators here and by nobody else.')),
    ).toEqual([])
  })

  test('that look like a mail address are never told, whoever has it', async () => {
    await store([{ prompt: 'Hello.' }])
    for (const text of [
      'jo@example.org',
      'JO＠example.org',
      'jo%40example.org',
      'jo&#64;example.org',
      'jo%2540example.org',
      'jo&amp;#64;example.org',
      'jo%26commat;example.org',
      'jo(at)example.org',
      'jo [at] example [dot] org',
      'jo at example dot org',
      'jo AT mail DOT example DOT org',
      'jo @ example . org',
      'am9AZXhhbXBsZS5vcmc=',
    ]) {
      expect(await leaks({ at: `client (${text})` })).toEqual([{ place: 'at', kind: 'address' }])
    }
    const none = ['sdk@4.1.0 and @scope/name', 'seen at mail.example', 'at a dot, at 5 and at once']
    expect(await leaks(none)).toEqual([])
  })

  test('what is escaped without an end is not told: nobody can say what it says', async () => {
    await store([{ prompt: 'Hello.' }])
    const often = Array.from({ length: 12 }).reduce<string>((so) => encodeURIComponent(so), '%')
    expect(await leaks({ at: `x${often}` })).toEqual([{ place: 'at', kind: 'escaped' }])
  })

  test('a domain of mail in a pattern of STIX is none, and whatever else stands there is', async () => {
    await store([{ prompt: 'Hello.' }])
    expect(await leaks([`[email-addr:value LIKE '%@mail.example']`])).toEqual([])
    const hostile = [
      `[email-addr:value LIKE '%@jo@mail.example']`,
      `[email-addr:value LIKE 'jo%@mail.example']`,
      `[email-addr:value = 'jo@mail.example']`,
      `[email-addr:value LIKE '%@mail.example' OR email-addr:value LIKE 'jo@mail.example']`,
      `[email-addr:value LIKE '%@mail.example'] jo'%@mail.example`,
      `jo[email-addr:value LIKE '%jo@mail.example']`,
      `[email-addr:value LIKE '%@x'] OR [email-addr:value = 'jo&#64;mail.example']`,
      `LIKE '%@mail.example`,
    ]
    const found = await leaks(hostile)
    expect(found.map(({ place }) => place)).toEqual(hostile.map((_, place) => `${place}`))
  })

  test('are looked for page by page, so that thousands that nearly fit hide none', async () => {
    const names = Array.from({ length: 5200 }, (_, place) => `acct_0${place}_0acct`)
    await fill(holder.store, { account: names.map((account_id) => ({ account_id })) }, ['exchange'])
    expect(await leaks(['acct_0 x _0acct'])).toEqual([])
    expect(await leaks(['acct_0 x _0acct acct_05199_0acct'])).toEqual([
      { place: '0', kind: 'account' },
    ])
  })
})
