import type { Campaign } from '../../../../src/service/console/campaigns/api.js'

/** The campaign as a file, made here of what is on the page. */
export function Export({ campaign }: { readonly campaign: Campaign }) {
  const name = `campaign-${campaign.campaign_id.slice(0, 8)}`
  return (
    <span className="row-of">
      <button
        type="button"
        onClick={() => save(`${name}.json`, 'application/json', JSON.stringify(campaign, null, 2))}
      >
        Save as JSON
      </button>
      <button
        type="button"
        onClick={() => save(`${name}-accounts.csv`, 'text/csv', membersCsv(campaign))}
      >
        Save accounts as CSV
      </button>
    </span>
  )
}

const COLUMNS = [
  'account_id',
  'role',
  'membership',
  'exchanges',
  'exchanges_extracting',
  'first_seen_at',
  'last_seen_at',
] as const

export function membersCsv({ members }: Pick<Campaign, 'members'>): string {
  const lines = members.map((member) => COLUMNS.map((column) => cellOf(member[column])).join(','))
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`
}

/** A name that begins as a formula does is text to a spreadsheet as well. */
function cellOf(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : `${value}`
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
