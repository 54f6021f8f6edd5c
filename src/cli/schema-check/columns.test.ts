import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { account } from '../../domain/account.js'
import { SOURCE_COLUMNS } from '../../sources/define.js'
import { type ColumnChecked, definitionsOff } from './columns.js'

const read = (path: string) => readFileSync(`src/${path}`, 'utf8')
const counted = (sql: string) => [...sql.matchAll(/\('([\w.]+)', count/g)].map(([, name]) => name)

describe('what is counted', () => {
  test('is every column of an exchange that is kept', () => {
    const kept = Object.keys(SOURCE_COLUMNS).filter((column) => column !== 'ip_country')
    expect(counted(read('cli/queries/exchange_fill.sql'))).toEqual(kept)
  })

  test('is every column of an account', () => {
    expect(counted(read('cli/queries/account_fill.sql'))).toEqual(Object.keys(account.shape))
  })

  test('is what the findings call filled, by the same rule', () => {
    const rules = (sql: string) =>
      new Map(
        [...sql.matchAll(/\('([\w.]+)', (count.*)\),?\n/g)].map(([, name, rule]) => [name, rule]),
      )
    const mine = rules(
      `${read('cli/queries/exchange_fill.sql')}${read('cli/queries/account_fill.sql').replaceAll("('", "('account.")}`,
    )
    for (const [column, rule] of rules(read('pipeline/10-share/fill.sql'))) {
      expect([column, mine.get(column)]).toEqual([column, rule])
    }
  })

  test('the bare read parses every column of the contract', () => {
    const sql = read('cli/queries/bare_read.sql')
    const missing = Object.keys(SOURCE_COLUMNS).filter(
      (column) => !new RegExp(`\\b${column}\\b`).test(sql),
    )
    expect(missing).toEqual([])
  })
})

describe('off for want of a field', () => {
  const column = (
    record: ColumnChecked['record'],
    name: string,
    filled: number,
  ): ColumnChecked => ({
    record,
    column: name,
    type: 'text',
    is_mapped: true,
    filled,
    of: 10,
    unread: 0,
  })

  test('one of several alternatives is enough, and an account column is no exchange column', () => {
    const columns = [
      column('exchange', 'ja4', 1),
      column('exchange', 'status', 0),
      column('account', 'ip', 9),
    ]
    expect(
      definitionsOff(
        [
          { id: 'met', needs: ['ja4|header_order'] },
          { id: 'empty', needs: ['status', 'ja4'] },
          { id: 'elsewhere', needs: ['ip'] },
          { id: 'account', needs: ['account.ip'] },
        ],
        columns,
      ),
    ).toEqual([
      { id: 'elsewhere', missing: ['ip'] },
      { id: 'empty', missing: ['status'] },
    ])
  })
})
