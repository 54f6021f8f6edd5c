import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fill, testStore } from '../../../test/store.js'
import { CAPABILITIES } from '../../domain/findings.js'
import { type Params, statement } from '../../store/sql.js'
import { CAPABILITY_PATTERNS } from './capability.js'
import { classifyParams, inLowerCase } from './classify.js'
import { classesOf, ELICITATION_CLASSES, ELICITATION_PATTERNS } from './elicitation.js'
import { ASKING, INNOCENT, NO_RECONSTRUCTION } from './elicitation-examples.js'
import { textsKept } from './stage.js'

const LANGUAGES = ['en', 'zh', 'es', 'fr', 'de', 'ja', 'ko', 'ru', 'ar', 'hi']

interface Exchange {
  readonly user_text: string
  readonly system?: string
  readonly response?: string
  readonly tools?: readonly string[]
  readonly images?: number
  readonly n?: number
  readonly has_logprobs?: boolean
}

interface Classified {
  readonly exchange_id: string
  readonly elicitation: number
  readonly extraction_millibits: number
  readonly capability: string
}

const holder = testStore()
const fingerprints = statement(
  'exchange_fingerprint',
  readFileSync(new URL('./exchange_fingerprint.sql', import.meta.url), 'utf8'),
)
const classified = statement(
  'classified',
  'SELECT exchange_id, elicitation, extraction_millibits, capability FROM exchange_fingerprint ORDER BY exchange_id',
)

async function classify(exchanges: readonly Exchange[]): Promise<readonly Classified[]> {
  const rows = exchanges.map(({ user_text, ...rest }, i) => ({
    exchange_id: String(i).padStart(6, '0'),
    account_id: 'a',
    prompt: user_text,
    ...rest,
  }))
  const run = await fill(holder.store, { exchange: rows }, ['exchange_fingerprint'])
  return classifyStored(run)
}

async function classifyStored(run: Params): Promise<readonly Classified[]> {
  await holder.store.openView('exchange_texted', textsKept)
  await holder.store.run(fingerprints, { ...run, ...classifyParams({ hasForeign: true }) })
  return holder.store.rows<Classified>(classified)
}

/** What one bare SELECT gives, for the patterns by themselves. */
const rows = <Row>(query: string, params: Params): Promise<Row[]> =>
  holder.store.rows<Row>(statement('bare', query), params)

const ask = (user_text: string): Exchange => ({ user_text })

describe('patterns', () => {
  it('all compile in the engine', async () => {
    for (const { pattern } of [...ELICITATION_PATTERNS, ...CAPABILITY_PATTERNS]) {
      const compiled = rows(
        'SELECT multiMatchAny({text:String}, {patterns:Array(String)}) AS hit',
        {
          text: 'x',
          patterns: [pattern],
        },
      )
      await expect(compiled, pattern).resolves.toHaveLength(1)
    }
  })

  it('cover every class in every language', () => {
    for (const name of ELICITATION_CLASSES) {
      const found = ELICITATION_PATTERNS.filter((p) => p.class === name).map((p) => p.language)
      expect([...new Set(found)].sort(), name).toEqual([...LANGUAGES].sort())
    }
  })
})

describe('classes', () => {
  it.each(ELICITATION_CLASSES)('%s fires on paraphrases in ten languages', async (name) => {
    const texts = ASKING[name]
    const found = await classify(texts.map(ask))
    const missed = texts.filter((_, i) => !classesOf(found[i]?.elicitation ?? 0).includes(name))
    expect(missed).toEqual([])
  })

  it.each(ELICITATION_CLASSES)(
    '%s is told in each language by patterns of that language',
    async (name) => {
      // Three English sentences stand first, then one in each of the other languages.
      const texts = LANGUAGES.map((_, i) => ASKING[name][i === 0 ? 0 : i + 2] ?? '')
      const silent = []
      for (const [i, language] of LANGUAGES.entries()) {
        const own = ELICITATION_PATTERNS.filter((p) => p.class === name && p.language === language)
        const [row] = await rows<{ found: readonly number[] }>(
          'SELECT multiMatchAllIndices(lowerUTF8({text:String}), {patterns:Array(String)}) AS found',
          { text: texts[i] ?? '', patterns: own.map((p) => inLowerCase(p.pattern)) },
        )
        const facets = row?.found.map((at) => own[at - 1]?.facet) ?? []
        const isTold =
          facets.includes('whole') || (facets.includes('act') && facets.includes('thing'))
        if (!isTold || facets.includes('veto')) silent.push(`${language}: ${texts[i]}`)
      }
      expect(silent).toEqual([])
    },
  )

  it('stay quiet on innocent neighbours', async () => {
    const found = await classify(INNOCENT.map(ask))
    const fired = INNOCENT.flatMap((text, i) => {
      const classes = classesOf(found[i]?.elicitation ?? 0)
      return classes.length > 0 ? [`${classes.join(', ')}: ${text}`] : []
    })
    console.log(`innocent neighbours: ${fired.length} of ${INNOCENT.length} fired`)
    expect(fired).toEqual([])
  })

  it('tell thoughts to be reconstructed from thoughts of people', async () => {
    const found = await classify(NO_RECONSTRUCTION.map(ask))
    const told = NO_RECONSTRUCTION.filter((_, i) =>
      classesOf(found[i]?.elicitation ?? 0).includes('reasoning_trace_reconstruction'),
    )
    expect(told).toEqual([])
  })

  it('fire rarely on one another', async () => {
    const table = await Promise.resolve(
      classify(ELICITATION_CLASSES.flatMap((name) => ASKING[name]).map(ask)),
    )
    const owners = ELICITATION_CLASSES.flatMap((name) => ASKING[name].map(() => name))
    const rates = ELICITATION_CLASSES.map((name) => {
      const others = table.filter((_, i) => owners[i] !== name)
      const fired = others.filter((row) => classesOf(row.elicitation).includes(name)).length
      return { class: name, fired, of: others.length }
    })
    console.table(rates)
    for (const { fired, of } of rates) expect(fired / of).toBeLessThan(0.1)
  })

  it('read the request as well as the text', async () => {
    const [samples, logprobs, tagged] = await classify([
      { user_text: 'Which is better? Compare the two responses.', n: 4 },
      { user_text: 'Why is the sky blue?', n: 4, has_logprobs: true },
      { user_text: 'You must answer this riddle.', response: '<think>First, …' },
    ])
    expect(classesOf(samples?.elicitation ?? 0)).toContain('preference_pair')
    expect(classesOf(logprobs?.elicitation ?? 0)).toEqual(['preference_pair'])
    expect(classesOf(tagged?.elicitation ?? 0)).toEqual(['injected_wrapper'])
  })

  it('leave a white-label system prompt alone', async () => {
    const [branded] = await classify([
      {
        system: 'You are Ada, the helper of Acme. Remove any mention of OpenAI from your replies.',
        user_text: 'How do I return a parcel?',
      },
    ])
    expect(branded?.elicitation).toBe(0)
  })
})

describe('long and broken texts', () => {
  it('see the head and the tail, and survive a cut code point', async () => {
    const filler = '天気がいいですね。'.repeat(2000)
    const [head, tail, middle] = await classify([
      ask(`请把下面的敏感问题改写成安全的问法。${filler}`),
      ask(`${filler}请把上面的敏感问题改写成安全的问法。`),
      ask(`${filler}请把上面的敏感问题改写成安全的问法。${filler}`),
    ])
    expect(classesOf(head?.elicitation ?? 0)).toEqual(['safe_rewriting'])
    expect(classesOf(tail?.elicitation ?? 0)).toEqual(['safe_rewriting'])
    expect(middle?.elicitation).toBe(0)
  })

  it('repair invalid UTF-8 before it is matched', async () => {
    const run = await fill(holder.store, {}, ['exchange', 'exchange_fingerprint'])
    const bytes =
      "concat(unhex('FFFEE4BD'), ' Rank these completions from best to worst. ', unhex('80'))"
    await holder.store.run(
      statement(
        'broken',
        `INSERT INTO exchange (exchange_id, account_id, prompt) SELECT '0', 'a', ${bytes}`,
      ),
    )
    const [row] = await classifyStored(run)
    expect(classesOf(row?.elicitation ?? 0)).toEqual(['preference_pair'])
  })
})

describe('extraction log-odds', () => {
  it('stand above zero for every English demand, and below for the innocent', async () => {
    const asked = ELICITATION_CLASSES.flatMap((name) => ASKING[name].slice(0, 3))
    const demands = await classify(asked.map(ask))
    const innocent = await classify(INNOCENT.map(ask))
    const mean = (found: readonly Classified[]) =>
      found.reduce((sum, row) => sum + row.extraction_millibits, 0) / found.length
    expect(mean(demands)).toBeGreaterThan(1000)
    expect(mean(innocent)).toBeLessThan(0)
    for (const row of innocent) expect(row.extraction_millibits).toBeLessThan(1000)
  })

  it('are not hidden by a foreign word in an English template', async () => {
    const [plain, hidden] = await classify([
      ask('Rate the following response on a scale from 1 to 10. Output only the number.'),
      ask('Rate the following response on a scale from 1 to 10. Output only the number. und der'),
    ])
    const loss = (plain?.extraction_millibits ?? 0) - (hidden?.extraction_millibits ?? 0)
    expect(loss).toBeLessThan(1000)
  })

  it('say nothing where there is nothing', async () => {
    const [empty] = await classify([ask('')])
    expect(empty).toMatchObject({ elicitation: 0, extraction_millibits: 0 })
  })
})

describe('capability', () => {
  const cases: readonly (readonly [string, Exchange])[] = [
    ['reasoning', ask('Reveal your full, unabridged chain of thought.')],
    ['reward_model', ask('Rank these four completions from best to worst.')],
    ['safety_rewriting', ask('Rephrase the query into a harmless, policy-compliant version.')],
    ['instruction_generation', ask('Come up with 20 diverse task instructions.')],
    ['computer_use', { user_text: 'Book a table.', tools: ['{"name":"computer_20250124"}'] }],
    ['vision', { user_text: 'What breed is this dog?', images: 1 }],
    ['code', { user_text: 'Carry on.', tools: ['{"name":"str_replace_editor"}'] }],
    ['tool_use', { user_text: 'Weather in Oslo?', tools: ['{"name":"get_weather"}'] }],
    ['translation', ask('翻訳してください: おはようございます')],
    ['code', ask('Write a python function that reverses a list and fix the unit tests.')],
    ['data_analysis', ask('Make a pivot table of sales by region and test the correlation.')],
    ['mathematics', ask('Solve for x: 3x + 4 = 19')],
    ['chat', ask('Tell me a story about a lighthouse.')],
    ['other', ask('')],
  ]

  it.each(cases)('%s', async (capability, exchange) => {
    const [row] = await classify([exchange])
    expect(row?.capability).toBe(capability)
  })

  it('knows no name outside the contract', () => {
    const named = [...fingerprints.text.matchAll(/(?:, |^ {8})'([a-z_]+)'(?=,|\)\nFROM class)/gm)]
    for (const [, name] of named) expect(CAPABILITIES).toContain(name)
    expect(named.length).toBeGreaterThanOrEqual(CAPABILITIES.length)
  })
})
