import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testStore } from '../../../test/store.js'
import { sqlFile, statement } from '../../store/sql.js'

const held = testStore()
const templates = sqlFile(import.meta.url, './subject_template.sql', {
  run_id: 'UUID',
  known_ratio: 'Float64',
})

interface Slot {
  readonly works: number
  /** Of each of its answers. */
  readonly tokens: number
}

/** What is seen of one account that sends these slots of a text. */
async function seenOf(slots: readonly Slot[]) {
  const run_id = randomUUID()
  await held.store.insert(
    'template_slot',
    slots.map(({ works, tokens }, slot) => ({
      ...{ run_id, family_id: 1, slot_hash: slot + 1, account_id: 'a', senders: 1 },
      ...{ exchanges: works, works, tokens: works * tokens },
      ...(tokens > 60 ? { lengthy: works, tokens_lengthy: works * tokens } : {}),
    })),
  )
  await held.store.run(templates, { run_id, known_ratio: 20 })
  const seen = 'SELECT * FROM subject_template WHERE run_id = {run_id:UUID}'
  const [row] = await held.store.rows(statement('seen', seen), { run_id })
  return row
}

const slots = (count: number, slot: Slot) => Array.from({ length: count }, () => slot)

test('a slot that is asked again and again for a word does not hide the others', async () => {
  const own = slots(7, { works: 1, tokens: 300 })
  expect(await seenOf([...own, { works: 15, tokens: 1 }])).toMatchObject({
    templated: '22',
    looped: '8',
    loop_slots: '8',
    loop_lengthy: '7',
    loop_slots_lengthy: '7',
  })
})

test('whoever runs the same items again and again loops over nothing, whatever the answers are', async () => {
  for (const tokens of [1, 300]) {
    expect(await seenOf(slots(8, { works: 3, tokens }))).toMatchObject({ looped: '0' })
  }
  // The one that is asked again costs what all the others do.
  const own = slots(7, { works: 1, tokens: 300 })
  expect(await seenOf([...own, { works: 15, tokens: 300 }])).toMatchObject({ looped: '0' })
})
