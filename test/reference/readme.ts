import { cutTo, padTo } from '../../src/cli/terminal/layout.js'
import {
  type Campaign,
  type Findings,
  findings as findingsSchema,
} from '../../src/domain/findings.js'
import { totalEvidence } from '../../src/feeds/evidence-total.js'
import { bitsText, countText } from '../../src/feeds/format.js'
import { wouldChange } from '../../src/feeds/would-change.js'

const COLUMNS = 104
const KIND_WIDTH = 21
/** Of which pairs a sentence tells, which has no room in a line. */
const REACH = / \((?:The strongest|One pair)[^)]*\)$/

/** The evidence of the last campaign that a scan of the example names, as the front page shows it. */
export function evidenceShown(document: string): string {
  const found: Findings = findingsSchema.parse(JSON.parse(document))
  const campaign = found.campaigns.at(-1)
  if (campaign === undefined) throw new Error('the example holds no campaign')
  const { campaign_id, verdict, confidence, accounts, exchanges, countermeasure } = campaign
  const head = `${campaign_id.slice(0, 8)}  ${verdict}, confidence ${confidence}; ${countText(accounts)} accounts, ${countText(exchanges)} exchanges`
  const [, change = ''] = wouldChange(campaign)
  return [
    head,
    '',
    'One hand?',
    ...evidenceLines(campaign, 'linkage'),
    'A harvest?',
    ...evidenceLines(campaign, 'extraction'),
    `Proposed: ${countermeasure.level}; needs ${countermeasure.needs}`,
    cutTo(`What would change our mind: ${change}`, COLUMNS),
  ].join('\n')
}

const evidenceLines = (campaign: Campaign, question: 'linkage' | 'extraction') =>
  totalEvidence(campaign, question)
    .items.filter((item) => item.is_counted)
    .map(({ evidence }) =>
      cutTo(
        `  ${bitsText(evidence.weight_bits).padStart(5)}  ${padTo(evidence.kind, KIND_WIDTH)}  ${evidence.statement.replace(REACH, '')}`,
        COLUMNS,
      ),
    )

/** A block of code in a document. */
export const fenced = (text: string) => `\`\`\`text\n${text.trimEnd()}\n\`\`\``
