/** What the store knows of what an act names, asked before it has its turn. */
import type { LedgerOptions } from '../../records/ledger-options.js'
import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const LINE = sqlFile(import.meta.url, './campaign_line.sql', {
  ...{ subject_kind: 'String', subject_id: 'String', rows_max: 'UInt32' },
})
const EVIDENCE = sqlFile(import.meta.url, './campaign_evidence_known.sql', {
  ...{ campaign_id: 'String', evidence_id: 'String' },
})
/** The trail has them in one entry. Of a longer line it is told that it is cut. */
export const LINE_MAX = 1000
/** Whoever lets a campaign go does not wait longer for what else is of its line. */
const LINE_MS = 5000

export const beforeActs = (
  reader: Store,
): Required<Pick<LedgerOptions, 'line' | 'isEvidence'>> => ({
  line: async (subject) => {
    const asked = reader.rows<{ campaign_id: string }>(LINE, {
      ...subject,
      rows_max: LINE_MAX + 1,
    })
    const rows = await inTime(asked, LINE_MS)
    const campaigns = rows.slice(0, LINE_MAX).map(({ campaign_id }) => campaign_id)
    return rows.length > LINE_MAX ? { campaigns, lacks: 'cut' } : { campaigns }
  },
  isEvidence: async (of) => (await reader.rows(EVIDENCE, of)).length > 0,
})

/** Rejects where it takes longer. */
async function inTime<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
