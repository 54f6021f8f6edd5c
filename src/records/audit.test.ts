import { describe, expect, it } from 'vitest'
import { testStore } from '../../test/store.js'
import { statement } from '../store/sql.js'
import { appendAudit, auditHead, auditPage, type Entry, NO_ENTRY, verifyAudit } from './audit.js'

const holder = testStore()
const entry = (object: string): Entry => ({
  actor: 'service',
  action: 'restriction_opened',
  object,
  subject: 'campaign c',
  facts: { level: 'shape', text: 'a "quoted" – ünïcode \u0001 word' },
})
const clear = () => holder.store.run(statement('clear', 'TRUNCATE TABLE audit'))
const tamper = async (text: string) => {
  await holder.store.run(statement('tamper', `${text} SETTINGS mutations_sync = 1`))
}
async function filled() {
  await clear()
  await appendAudit(holder.store, [entry('policy a'), entry('policy b')], 1_800_000_000_123)
  return appendAudit(holder.store, [entry('policy c')], 1_800_000_060_999)
}

describe('the audit trail', () => {
  it('is empty at first, and then a chain', async () => {
    await clear()
    expect(await auditHead(holder.store)).toEqual(NO_ENTRY)
    expect(await verifyAudit(holder.store)).toMatchObject({
      entries: 0,
      head: NO_ENTRY,
      broken: null,
    })
    const head = await filled()
    expect(head.seq).toBe(3)
    expect(await appendAudit(holder.store, [], 1)).toEqual(head)
    expect(await verifyAudit(holder.store)).toMatchObject({
      entries: 3,
      head,
      broken: null,
      texts_missing: 0,
    })
    expect(await verifyAudit(holder.store, head)).toMatchObject({ broken: null })
    const [first, second] = await auditPage(holder.store, 0)
    expect(first).toMatchObject({ seq: '1', at_ms: '1800000000123', hash_before: '' })
    expect(second?.hash_before).toBe(first?.hash)
  })

  it.each([
    ['a changed fact', `ALTER TABLE audit UPDATE facts = '{}' WHERE seq = 2`, 2, 'changed'],
    ['another hand', `ALTER TABLE audit UPDATE actor = 'x' WHERE seq = 1`, 1, 'changed'],
    ['another time', `ALTER TABLE audit UPDATE at = at + 1 WHERE seq = 3`, 3, 'changed'],
    ['an entry taken out', 'ALTER TABLE audit DELETE WHERE seq = 2', 2, 'missing'],
    ['the first taken out', 'ALTER TABLE audit DELETE WHERE seq = 1', 1, 'missing'],
    ['one put in twice', 'INSERT INTO audit SELECT * FROM audit WHERE seq = 2', 3, 'twice'],
  ])('breaks at %s', async (_, text, seq, problem) => {
    await filled()
    await tamper(text.startsWith('INSERT') ? text.replace(' SELECT', ' SELECT') : text)
    const { broken } = await verifyAudit(holder.store)
    expect(broken).toMatchObject({ seq, problem: expect.stringContaining(problem) })
  })

  it('that was cut at its end, or made anew, is not the one that was noted', async () => {
    const head = await filled()
    await tamper('ALTER TABLE audit DELETE WHERE seq = 3')
    expect((await verifyAudit(holder.store)).broken).toBeNull()
    expect((await verifyAudit(holder.store, head)).broken?.problem).toContain('ends before it')
    await clear()
    await appendAudit(holder.store, ['x', 'y', 'z'].map(entry), 1_800_000_000_000)
    expect((await verifyAudit(holder.store)).broken).toBeNull()
    expect((await verifyAudit(holder.store, head)).broken?.problem).toContain('not the one')
  })
})
