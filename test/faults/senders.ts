import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../../src/store/open.js'
import { statement } from '../../src/store/sql.js'

export interface Sent {
  readonly acknowledged: Set<string>
  /** Answers by their status; 0 where there was none. */
  readonly answers: Map<number, number>
  /** Ends all senders once what they hold was acknowledged. */
  end(): Promise<void>
}

export interface Sending {
  readonly url: string
  readonly linesASecond: number
  /** Bytes of each line, about. */
  readonly lineBytes: number
}

const LANES = 4
const LINES_A_BODY = 20
const AGAIN_MS = 250
/** Each so many-th body is sent again although it was acknowledged, as by a sender that did not hear so. */
const REPEAT_EACH = 10

/**
 * Senders as the page on the intake wants them: what was not acknowledged is sent again until it is. Here they hear
 * nothing of what was done to the service.
 */
export function startSenders({ url, linesASecond, lineBytes }: Sending): Sent {
  const acknowledged = new Set<string>()
  const answers = new Map<number, number>()
  let isOver = false
  const everyMs = (1000 * LANES * LINES_A_BODY) / linesASecond
  const post = async (ids: readonly string[]): Promise<boolean> => {
    const status = await fetch(`${url}/v1/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: ids.map((id) => lineOf(id, lineBytes)).join('\n'),
    })
      .then(async (answer) => {
        await answer.text()
        return answer.status
      })
      .catch(() => 0)
    answers.set(status, (answers.get(status) ?? 0) + 1)
    if (status === 200) for (const id of ids) acknowledged.add(id)
    return status === 200
  }
  const lane = async (place: number) => {
    for (let round = 0; !isOver; round += 1) {
      const startedMs = performance.now()
      const ids = Array.from({ length: LINES_A_BODY }, (_, at) => `s${place}-${round}-${at}`)
      while (!(await post(ids))) await sleep(AGAIN_MS)
      if (round % REPEAT_EACH === 0) await post(ids)
      await sleep(Math.max(0, everyMs - (performance.now() - startedMs)))
    }
  }
  const lanes = Array.from({ length: LANES }, (_, place) => lane(place))
  return {
    acknowledged,
    answers,
    end: async () => {
      isOver = true
      await Promise.all(lanes)
    },
  }
}

const lineOf = (exchange_id: string, lineBytes: number): string =>
  JSON.stringify({
    exchange_id,
    account_id: `acct-${exchange_id.length}`,
    received_at: '2026-03-02T10:00:00Z',
    model: 'test-1',
    messages: [{ role: 'user', content: 'x'.repeat(Math.max(1, lineBytes - 160)) }],
    response: 'An answer.',
    status: 200,
  })

const idsOf = statement('ids', 'SELECT exchange_id FROM exchange ORDER BY exchange_id')

/** What the store of an ended service holds, against what was acknowledged. */
export async function heldAgainst(path: string, acknowledged: ReadonlySet<string>) {
  const store = await openStore({ path })
  const ids = (await store.rows<{ exchange_id: string }>(idsOf)).map((row) => row.exchange_id)
  await store.close()
  const held = new Set(ids)
  return {
    held: held.size,
    lost: [...acknowledged].filter((id) => !held.has(id)),
    twice: ids.length - held.size,
  }
}
