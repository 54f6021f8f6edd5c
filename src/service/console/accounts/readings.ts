import { loadDetectors } from '../../../detectors/index.js'
import { ELICITATION_CLASSES } from '../../../domain/elicitation.js'
import { ROLES } from '../../../domain/people.js'
import { explainAccount } from '../../../explain/account.js'
import { accountWouldChange } from '../../../explain/account-change.js'
import { loadLinkers } from '../../../linkers/index.js'
import { linkersOf } from '../../../pipeline/partners/linkers.js'
import { lastFinishedRun, NO_RUN } from '../../../store/runs.js'
import { sqlFile } from '../../../store/sql.js'
import { type ReadFrom, type Reading, whole } from '../../people/reading.js'
import { rfc3339, runTold } from '../told.js'
import type {
  AccountAnswer,
  AccountExchange,
  AccountExchangesAnswer,
  AccountHit,
  AccountsAnswer,
  DayRow,
  RulingRow,
} from './api.js'

const HITS_MAX = 50
const LINKS_MAX = 50
/** Accounts beside which its days are drawn. */
const SIBLINGS_MAX = 12
const DAYS_MAX = 10_000
const RULINGS_MAX = 100
const EXCHANGES_MAX = 50

const ROWS = { rows_max: 'UInt32' }
const ACCOUNT = { ...ROWS, account_id: 'String' }
const search = sqlFile(import.meta.url, './account_search.sql', {
  ...{ ...ROWS, run_id: 'UUID', name: 'String' },
})
const daysOf = sqlFile(import.meta.url, './account_row.sql', {
  ...{ ...ROWS, accounts: 'Array(String)' },
})
const exchangesOf = sqlFile(import.meta.url, './account_exchange.sql', {
  ...{ ...ACCOUNT, after: 'UInt64' },
})
const rulingsOn = sqlFile(import.meta.url, './account_ruling.sql', ACCOUNT)

/** What the console asks of single accounts. */
export const ACCOUNTS_READINGS: readonly Reading[] = Object.freeze([
  {
    path: '/accounts',
    summary:
      'The accounts that a `name` means: an account by its id or the beginning of it, those of an organisation, an API key or a campaign. At most 50.',
    who: ROLES,
    query: { name: 'string' },
    read: accountsCalled,
  },
  {
    path: '/accounts/one',
    summary:
      'One account by its `account_id`: verdict and reasons, links and what each rests on, signals, days of use, rulings, and what would change the verdict.',
    who: ROLES,
    query: { account_id: 'string' },
    read: oneAccount,
  },
  {
    path: '/accounts/exchanges',
    summary:
      'What an `account_id` sent, newest first, without what any text says: 50 from the place `after`.',
    who: ROLES,
    query: { account_id: 'string', after: 'integer' },
    read: exchangesTold,
  },
])

async function accountsCalled({ reader, query }: ReadFrom): Promise<AccountsAnswer> {
  const run = await lastFinishedRun(reader)
  const name = query.get('name') ?? ''
  const params = { run_id: run?.run_id ?? NO_RUN, name, rows_max: HITS_MAX + 1 }
  const hits = name === '' ? [] : await reader.rows<AccountHit>(search, params)
  return { run: runTold(run), hits: hits.slice(0, HITS_MAX), is_cut: hits.length > HITS_MAX }
}

async function oneAccount({ reader, query }: ReadFrom): Promise<AccountAnswer> {
  const run = await lastFinishedRun(reader)
  const account_id = query.get('account_id') ?? ''
  const account =
    run === undefined
      ? undefined
      : await explainAccount(account_id, {
          seen: { store: reader, run },
          linkers: await linkersOf({ store: reader, linkers: await loadLinkers() }, run.run_id),
          detectors: await loadDetectors(),
          rowsMax: LINKS_MAX,
        })
  if (account === undefined) {
    return { run: runTold(run), account: null, would_change: [], days: [], rulings: [] }
  }
  const siblings = account.links.slice(0, SIBLINGS_MAX).map(({ partner }) => partner)
  const accounts = [account_id, ...siblings]
  const rulings = await reader.rows<Omit<RulingRow, 'ruled_at'> & { readonly ruled: string }>(
    rulingsOn,
    { account_id, rows_max: RULINGS_MAX },
  )
  return {
    run: runTold(run),
    account,
    would_change: accountWouldChange(account),
    days: await reader.rows<DayRow>(daysOf, { accounts, rows_max: DAYS_MAX }),
    rulings: rulings.map(({ ruled, ...row }) => ({ ...row, ruled_at: rfc3339(ruled) })),
  }
}

type ExchangeRow = Omit<AccountExchange, 'received_at' | 'elicitation'> & {
  readonly received: string
  readonly elicitation: number
}

async function exchangesTold({ reader, query }: ReadFrom): Promise<AccountExchangesAnswer> {
  const after = whole(query.get('after'), 0, 2 ** 40)
  const rows = await reader.rows<ExchangeRow>(exchangesOf, {
    account_id: query.get('account_id') ?? '',
    after,
    rows_max: EXCHANGES_MAX + 1,
  })
  return {
    exchanges: rows.slice(0, EXCHANGES_MAX).map(({ received, elicitation, ...row }) => ({
      ...row,
      received_at: rfc3339(received),
      elicitation: ELICITATION_CLASSES.filter((_, bit) => ((elicitation >>> bit) & 1) === 1),
    })),
    next: rows.length > EXCHANGES_MAX ? after + EXCHANGES_MAX : null,
  }
}
