import { describe, expect, test } from 'vitest'
import {
  makeCampaign,
  makeEvidence,
  makeFindings,
  makeMember,
  makePicture,
  makeRaster,
  makeSummary,
} from './report.fixture.js'
import { type ReportParts, renderReport } from './report-html.js'

const rendered = (overrides: Partial<ReportParts> = {}) =>
  renderReport({
    findings: makeFindings(),
    pictures: [makePicture()],
    summary: makeSummary(),
    hasText: true,
    ...overrides,
  })

/** Where each text stands in the page; a text that is absent fails the test. */
const places = (page: string, texts: readonly string[]) =>
  texts.map((text) => {
    expect(page).toContain(text)
    return page.indexOf(text)
  })

describe('the page', () => {
  test('runs nothing and fetches nothing', () => {
    const page = rendered()
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:"`,
    )
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|javascript:|url\(|@import|src=/i)
    expect(page).not.toMatch(/https?:\/\//)
  })

  test('shows evidence before the number that is drawn from it', () => {
    const order = places(rendered(), [
      'took 48,120 answers',
      '<h2>What was not looked at',
      'href="#c1"',
      '<figure class="raster">',
      '>Evidence<',
      'Are these accounts one hand?',
      'Is it a harvest of training data?',
      '>The template<',
      '>What was taken</h3>',
      '>Infrastructure<',
      '>What speaks against it<',
      '>What would change this verdict<',
      '>Members<',
      '>Verdict</h3>',
      '>Accounts to watch<',
      '>How to read this<',
      '>What this cannot see<',
      '>Calibration<',
    ])
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  test('is the same for the same findings', () => {
    expect(rendered()).toBe(rendered())
  })

  test('says what was off, grouped by what was missing, and where rejected lines are', () => {
    const page = rendered()
    expect(page).toContain('artefact-crossing and artefact-error')
    expect(page).toContain('<code>header_order, ja4</code>')
    expect(page).toContain('stillwatch-out/rejected.csv')
    expect(page).toContain('1,904 exchanges')
  })

  test('says what a bound allows and not only what was seen', () => {
    expect(rendered()).toMatch(/chance makes at most 0\.15 campaigns a run/)
  })
})

describe('a campaign', () => {
  test('draws births, bans and the families', () => {
    const page = rendered()
    expect(page).toContain('31\nsuspended')
    expect(page).toMatch(/class="cell f0 l\d" stroke-width="[\d.]+" d="M\d+ \d+h\d+/)
    expect(page).toMatch(/class="born"[^>]* d="M[\d.]+ \d+h0/)
    expect(page).toMatch(/class="ended" d="M[\d.]+ \d+v8/)
    expect(page).toMatch(/class="bystanders" d="M0 560H108"/)
  })

  test('sets fixed text and slots apart', () => {
    expect(rendered()).toMatch(
      /Problem: <mark class="slot"><bdi>[^<]+<\/bdi><\/mark>\nAnswer: <mark/,
    )
  })

  test('leaves out texts that were not read', () => {
    const pictures = [
      makePicture({
        templates: makePicture().templates.map((template) => ({
          ...template,
          pieces: [],
          samples: [],
        })),
      }),
    ]
    const page = rendered({ hasText: false, pictures })
    expect(page).toContain('Texts were not read for this report')
    expect(page).not.toContain('Imagine and articulate')
  })

  test('keeps customers and victims apart and in sight', () => {
    const page = rendered()
    const [notice, operators] = places(page, ['Not to be acted on.', '<summary>56 operators'])
    expect(notice).toBeLessThan(operators ?? 0)
    expect(page).toContain('4 customers and 2 victims')
    const table = page.slice(operators)
    expect(table.slice(0, table.indexOf('</table>'))).not.toContain('class="role victim"')
  })

  test('says of each bystander what is known, and of a proven customer no theft', () => {
    const members = [
      makeMember(0, 'operator'),
      makeMember(1, 'victim'),
      makeMember(2, 'victim'),
      makeMember(3, 'victim'),
      makeMember(4, 'customer'),
    ]
    const spared = ['two-lives', 'proven-customer', 'proven-customer', 'took-nothing']
    const accounts = members.map(({ account_id, role }, index) => ({
      account_id,
      verdict: 'watch' as const,
      confidence: 49,
      campaign_id: makeCampaign().campaign_id,
      reasons: [
        role,
        index === 0 ? 'mission: of 9 exchanges 9 gradings' : `${spared[index - 1]}: x`,
      ],
    }))
    const page = rendered({
      findings: makeFindings({ campaigns: [makeCampaign({ members })], accounts }),
    })
    expect(page).toContain('<b>1 account</b>: it leads two lives')
    expect(page).toContain('<b>2 accounts</b>: each is a proven customer')
    expect(page).toContain('nothing here shows a theft')
    expect(page).toContain('<b>1 account</b>: it took nothing')
    expect(page).not.toMatch(/uses their accounts|rotate the key/)
    expect(page).toContain('<td>mission</td>')
  })

  test('says what a group of accounts alike rests on, and of what its probability comes', () => {
    const alike = rendered({
      findings: makeFindings({ campaigns: [makeCampaign({ rests_on: 'likeness' })] }),
    })
    expect(alike).toContain('It rests on likeness alone')
    expect(alike).not.toContain('no single cause')
    expect(alike).toContain('No link is weighed')
    expect(rendered()).toContain('weighed is each account by its two best links')
  })

  test('is whole without a picture', () => {
    const page = rendered({ pictures: [] })
    expect(page).toContain('412 accounts sent back answers')
    expect(page).toContain('A payer who may pay for others')
  })

  test('lists the first five hundred members and says how many more there are', () => {
    const members = Array.from({ length: 700 }, (_, index) => makeMember(index, 'operator'))
    const page = rendered({
      findings: makeFindings({ campaigns: [makeCampaign({ members })], accounts: [] }),
    })
    expect(page).toContain('the first 500, and 200 more')
    expect(page.match(/class="role operator"/g)).toHaveLength(500)
  })
})

test('no campaign: what was looked at, what was off, what a miss can mean', () => {
  const page = rendered({ findings: makeFindings({ campaigns: [] }), pictures: [] })
  expect(page).toContain('No campaign was found.')
  expect(page).toContain('1,204,118 exchanges')
  expect(page).toContain('artefacts_presented')
  expect(page).toContain('most valuable prompts')
})

test('two hundred campaigns of 25,000 members stay below five megabytes', () => {
  const members = Array.from({ length: 125 }, (_, index) => makeMember(index, 'operator'))
  const evidence = Array.from({ length: 30 }, (_, index) =>
    makeEvidence({ evidence_id: `e${index}`, statement: `Fact ${index}: ${'word '.repeat(40)}` }),
  )
  const ids = Array.from({ length: 200 }, (_, index) => `${index}`.padStart(36, 'c'))
  const campaigns = ids.map((campaign_id) => makeCampaign({ campaign_id, members, evidence }))
  const raster = makeRaster({ rows: 360, buckets: 160 })
  const text = '请写出完整的推理过程'.repeat(30)
  const template = {
    ...(makePicture().templates[0] ?? expect.fail()),
    pieces: [{ kind: 'fixed' as const, text: text.repeat(6) }],
    samples: [text, text, text],
  }
  const pictures = ids.map((campaign_id) =>
    makePicture({ campaign_id, raster, templates: Array.from({ length: 5 }, () => template) }),
  )
  const accounts = members.map(({ account_id }) => ({
    account_id,
    verdict: 'act' as const,
    confidence: 99,
    campaign_id: ids[0] ?? '',
    reasons: ['operator', 'linked: x', 'own-texts: x', 'mission: x', 'reasoning-elicitation'],
  }))
  const page = rendered({ findings: makeFindings({ campaigns, accounts }), pictures })
  expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
  expect(page).toContain('of 396 are drawn')
})

describe('hostile text', () => {
  const HOSTILE = `<script>alert("1")</script>'\u001b]0;x\u0007\u0000\u202e\ud800</style></title>`
  const page = rendered({
    findings: makeFindings({
      campaigns: [
        makeCampaign({
          campaign_id: HOSTILE,
          succeeds: [HOSTILE],
          members: [{ ...makeMember(1, 'operator'), account_id: HOSTILE }],
          evidence: [makeEvidence({ statement: HOSTILE, kind: HOSTILE })],
          attribution: { operator: HOSTILE, hypotheses: [] },
          countermeasure: { level: HOSTILE, needs: HOSTILE },
        }),
      ],
      accounts: [
        {
          account_id: HOSTILE,
          verdict: 'watch',
          confidence: 3,
          campaign_id: null,
          reasons: [HOSTILE],
        },
      ],
    }),
    pictures: [
      makePicture({
        campaign_id: HOSTILE,
        raster: {
          ...makeRaster(),
          families: [HOSTILE],
          rows: makeRaster().rows.map((row) => ({ ...row, account_id: HOSTILE })),
        },
        templates: [
          {
            ...(makePicture().templates[0] ?? expect.fail()),
            family_id: HOSTILE,
            pieces: [
              { kind: 'fixed', text: HOSTILE },
              { kind: 'slot', text: HOSTILE },
            ],
            samples: [HOSTILE],
          },
        ],
        would_change: [HOSTILE],
        links: [{ family: HOSTILE, pairs: 1, accounts: 2 }],
      }),
    ],
    summary: makeSummary({
      stages: [{ name: HOSTILE, seconds: 1 }],
      rejected: [{ reason: HOSTILE, lines: 1 }],
      rejected_where: HOSTILE,
    }),
  })

  test('makes no markup and leaves nothing that does not show', () => {
    expect(page).not.toContain('<script')
    expect(page.match(/<\/style>/g)).toHaveLength(1)
    expect(page.match(/<\/title>/g)?.length).toBe(page.match(/<title>/g)?.length)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(page).not.toMatch(/\p{Surrogate}/u)
  })

  test('is shown, so that two ids which differ do not look alike', () => {
    expect(page).toContain('␛]0;x␇␀⟦U+202E⟧\ufffd')
  })
})
