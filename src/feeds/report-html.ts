import { readFileSync } from 'node:fs'
import type { Findings } from '../domain/findings.js'
import { html, joined, type Markup } from './html.js'
import type { CampaignPicture, RunSummary } from './picture.js'
import { detailOf } from './report-budget.js'
import { campaignSection } from './report-campaign.js'
import { notesSection, runSection } from './report-notes.js'
import {
  campaignTable,
  emptySection,
  headlineSection,
  notLookedAtSection,
} from './report-overview.js'
import { watchSection } from './report-watch.js'

export interface ReportParts {
  readonly findings: Findings
  readonly pictures: readonly CampaignPicture[]
  readonly summary: RunSummary
  /** Whether texts were read for the pictures. */
  readonly hasText: boolean
}

/** In this order: what is narrow or printed overrules what is wide. */
const STYLE_FILES = ['report', 'report-raster', 'report-evidence', 'report-media']
const STYLE: Markup = Object.freeze({
  markup: STYLE_FILES.map((name) =>
    readFileSync(new URL(`./${name}.css`, import.meta.url), 'utf8'),
  ).join('\n'),
})

/** Nothing runs and nothing is fetched, whatever a log managed to smuggle in. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/**
 * The report of a scan: one file of HTML that needs no network and runs no script. Evidence comes
 * before the numbers drawn from it, and what was not looked at before what was found.
 */
export function renderReport({ findings, pictures, summary, hasText }: ReportParts): string {
  const { campaigns } = findings
  const detail = detailOf(campaigns.length)
  const picturesById = new Map(pictures.map((picture) => [picture.campaign_id, picture]))
  const reasonsOf = new Map(
    findings.accounts.map(({ account_id, reasons }) => [account_id, reasons]),
  )
  const sections = campaigns.map((campaign, index) =>
    campaignSection({
      campaign,
      picture: picturesById.get(campaign.campaign_id),
      campaigns,
      number: index + 1,
      detail,
      hasText,
      reasonsOf,
    }),
  )
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Stillwatch: ${titleOf(findings)}</title>
<style>${STYLE}</style>
</head>
<body>
<main id="top">
${headlineSection(findings)}
${campaigns.length === 0 && emptySection()}
${notLookedAtSection({ findings, summary, hasText })}
${campaigns.length > 0 && campaignTable(findings)}
${joined(sections)}
${watchSection(findings)}
${notesSection(findings)}
${runSection(findings, summary)}
</main>
</body>
</html>
`
  return page.markup
}

function titleOf({ campaigns }: Findings): string {
  if (campaigns.length === 0) return 'no campaign was found'
  return campaigns.length === 1 ? 'one campaign' : `${campaigns.length} campaigns`
}
