import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import {
  ALICE,
  BOB,
  CAROL,
  DRAFT,
  doneId,
  NOW_MS,
  opened,
  trail,
} from '../../records/assessment.fixture.js'
import { contentDigest } from '../../records/assessment.js'
import { type AssessmentTold, ATTRIBUTION_READINGS } from '../../service/people/attribution.js'
import type { ReadFrom } from '../../service/people/reading.js'
import { terminalOf } from '../page.js'
import { exported, versionOf } from './exported.js'
import { assessmentLines, listLines, matrixLines, proposedLines } from './views.js'

const terminal = terminalOf({ columns: 80 })
const HOSTILE = `\u001b]0;owned\u0007 \u202egnorw ${'long '.repeat(300)}`

async function told(state: ReturnType<typeof trail>['state'], assessment_id: string) {
  const reading = ATTRIBUTION_READINGS.find(({ path }) => path === '/assessments/one')
  const query = new URLSearchParams({ assessment_id })
  const from = {
    ledger: { state: () => state },
    reader: { rows: async () => [] },
    query,
    nowMs: NOW_MS,
  }
  const said = (await reading?.read(from as unknown as ReadFrom)) as { assessment: AssessmentTold }
  return said.assessment
}

/** As many hypotheses as there may be, hostile text everywhere, signed, drafted anew and dissented from. */
async function full(): Promise<AssessmentTold> {
  const world = trail()
  const assessment_id = opened(world)
  const of = (more: object) => ({ assessment_id, ...more })
  const text = HOSTILE.slice(0, 500)
  for (let more = 0; more < 5; more += 1) doneId(world.act(ALICE, 'add_hypothesis', of({ text })))
  for (let more = 0; more < 20; more += 1) {
    doneId(world.act(BOB, 'add_fact', of({ text: HOSTILE, file_sha256: 'f'.repeat(64) })))
  }
  const one = world.state.assessments.get(assessment_id)
  if (one === undefined) throw new Error(assessment_id)
  const rate = () => {
    for (const item of one.items.keys()) {
      for (const hypothesis of one.hypotheses.keys()) {
        world.act(
          CAROL,
          'rate_item',
          of({ item, hypothesis, rating: hypothesis === 'h1' ? '+' : '--' }),
        )
      }
    }
  }
  rate()
  const draft = { ...DRAFT, claim: HOSTILE, confidence_grounds: HOSTILE, would_change: HOSTILE }
  doneId(world.act(CAROL, 'draft_judgement', of(draft)))
  const signature = of({ digest: contentDigest(one), reason: 'Read it.' })
  for (const who of [ALICE, BOB]) doneId(world.act(who, 'sign_judgement', signature))
  doneId(world.act(CAROL, 'draft_judgement', of(draft)))
  doneId(world.act(BOB, 'dissent', of({ text: HOSTILE })))
  return told(world.state, assessment_id)
}

const fits = (lines: readonly string[]) => {
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.filter((line) => stringWidth(line) > 80)).toEqual([])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
}

describe('on 80 columns', () => {
  test('the fullest assessment fits, whatever people wrote', async () => {
    const one = await full()
    expect(one.hypotheses).toHaveLength(8)
    fits(assessmentLines(one, terminal))
    const [head = '', ...rows] = matrixLines(one, terminal)
    for (const { hypothesis } of one.hypotheses) expect(head).toContain(hypothesis)
    expect(rows).toHaveLength(one.items.length + 1)
    expect(rows.at(-1)).toContain('speaks against it'.slice(0, 5))
  })

  test.each([80, 40])('no word of a hypothesis is cut on %i columns', async (columns) => {
    const one = await full()
    const text = '全ての回答を段階的に考えてから'.repeat(6) + 'Abc9'.repeat(50)
    const hypotheses = one.hypotheses.map((hypothesis) => ({ ...hypothesis, text }))
    const lines = assessmentLines({ ...one, hypotheses }, terminalOf({ columns }))
    expect(lines.join('').replaceAll(/\s/g, '').split(text)).toHaveLength(hypotheses.length + 1)
  })

  test('lists and proposals fit', () => {
    fits(
      listLines(
        [
          {
            question: 'beneficiary',
            state: 'superseded',
            ...{
              assessment_id: 'a'.repeat(36),
              campaign_id: HOSTILE,
              slice: null,
              opened_by: 'alice',
            },
            ...{ opened_at: '', hypotheses: 8, items: 100, least_inconsistent: 'tool' },
            ...{ is_drafted: false, versions: 3, expires_at: null },
          },
        ],
        terminal,
      ),
    )
    const item = {
      question: 'operator',
      standing: 'inference',
      speaks: 'against',
      ...{
        campaign_id: 'c'.repeat(36),
        hypothesis_id: 'h',
        about_kind: 'campaign',
        about_name: 'd',
      },
      ...{ evidence_id: 'e', family: 'client', kind: 'client-fingerprint' },
      ...{ weight_millibits: 12_345, statement: HOSTILE },
    } as const
    fits(proposedLines([item, { ...item, about_name: 'f' }], terminal))
    fits([...listLines([], terminal), ...proposedLines([], terminal)])
  })
})

test('the version that is printed is the newest or the one that is named, as JSON that parses to what was signed', async () => {
  const one = await full()
  const version = versionOf(one, undefined)
  expect(versionOf(one, version.digest)).toBe(version)
  expect(() => versionOf(one, 'a'.repeat(64))).toThrow('No version')
  const { judgement, digest, signature } = version
  expect(JSON.parse(exported(one, version, 'json'))).toEqual({ judgement, digest, signature })
  expect(exported(one, version, 'markdown')).toContain('## Dissent\n\nbob')
})
