import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RecordKind } from '../../src/service/spool/kind.js'
import { sealedSegments } from '../../src/service/spool/sealed.js'
import { openSpool } from '../../src/service/spool/spool.js'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'
import { freshFolders, KILLS, runEnd, seeded } from './spool-faults.js'

const fresh = freshFolders()
const SEGMENT_ROWS = 3000

/** Three segments of exchanges, each with lines at fault and some that are also in the one before, and two more. */
async function filled(folder: string, round: number): Promise<void> {
  const write = async (kind: RecordKind, lines: readonly string[]) => {
    const spool = await openSpool({ folder, bytesMax: 1e10, now: () => 0 })
    await spool.append(
      kind,
      lines.map((line) => Buffer.from(line)),
    )
    await spool.close()
  }
  for (let part = 0; part < 3; part += 1) {
    const lines = Array.from({ length: SEGMENT_ROWS }, (_, at) => {
      if (at % 100 === 0) return `{"at":${at}}`
      const exchange_id = `${round}-${part * SEGMENT_ROWS + at - (at % 7 === 0 ? SEGMENT_ROWS : 0)}`
      const response = 'x'.repeat(at % 1700)
      return JSON.stringify({
        exchange_id,
        received_at: '2026-03-01T00:00:00Z',
        account_id: 'a',
        response,
      })
    })
    await write('exchange', lines)
  }
  const event = { account_id: `${round}`, occurred_at: '2026-03-01T00:00:00Z', kind: 'closed' }
  await write('account_event', [JSON.stringify(event), '{}'])
  await write('ruling', [
    '{}',
    `{"ruled_at":"2026-03-01T00:00:00Z","subject_kind":"account","subject_id":"${round}","conclusion":"benign"}`,
  ])
}

/** What must be there of one round: each exchange once, each line at fault, one event, one ruling. */
function expectedOf() {
  const exchanges = new Set<number>()
  for (let part = 0; part < 3; part += 1) {
    for (let at = 0; at < SEGMENT_ROWS; at += 1) {
      if (at % 100 !== 0)
        exchanges.add(part * SEGMENT_ROWS + at - (at % 7 === 0 ? SEGMENT_ROWS : 0))
    }
  }
  return { exchanges: exchanges.size, rejected: 3 * (SEGMENT_ROWS / 100) + 2 }
}

test(
  'a drain that is killed at any point loses nothing and doubles nothing',
  async () => {
    const chance = seeded('killed drains')
    const [folder, store] = [join(fresh(), 'spool'), fresh()]
    let [kills, rounds] = [0, 0]
    while (kills < KILLS) {
      await filled(folder, rounds)
      rounds += 1
      while (kills < KILLS && (await sealedSegments(folder)).length > 0) {
        // Before a step that is known to matter, or anywhere.
        const isAtStep = chance() < 0.5
        const args = isAtStep ? [String(Math.floor(chance() * 12))] : []
        const { errors } = await runEnd(
          ['drain', folder, store, ...args],
          isAtStep ? undefined : chance() * 1500,
        )
        expect(errors).toBe('')
        kills += 1
      }
    }
    const { status, errors } = await runEnd(['drain', folder, store])
    expect([errors, status]).toEqual(['', 0])
    expect(await sealedSegments(folder)).toEqual([])

    const opened = await openStore({ path: store })
    try {
      const count = async (what: string, table: string) => {
        const [row] = await opened.rows<{ n: string }>(
          statement('n', `SELECT ${what} AS n FROM ${table}`),
        )
        return Number(row?.n)
      }
      const { exchanges, rejected } = expectedOf()
      process.stderr.write(`${kills} kills over ${rounds} fillings of the spool\n`)
      expect(await count('uniqExact(exchange_id)', 'exchange')).toBe(exchanges * rounds)
      expect(await count('count()', 'exchange')).toBe(exchanges * rounds)
      expect(await count('count()', 'exchange_rejected')).toBe(rejected * rounds)
      expect(await count('count()', 'account_event')).toBe(rounds)
      expect(await count('count()', 'ruling')).toBe(rounds)
      expect(await count('count()', 'input_file')).toBe(5 * rounds)
      expect(await count('count()', 'exchange_kept')).toBe(0)
    } finally {
      await opened.close()
    }
  },
  20_000 * KILLS,
)
