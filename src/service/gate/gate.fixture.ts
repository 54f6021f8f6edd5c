import { createHash } from 'node:crypto'
import { type ServeSettings, serveSchema } from '../../config/serve.js'
import type { Asked } from '../decisions/asked.js'
import { type Decision, passed } from '../decisions/decide.js'
import { hashKeyWords } from '../decisions/siphash.js'
import { sketchTexts } from '../decisions/sketch.js'
import { LEVELS } from '../decisions/subject.js'
import type { Spool } from '../spool/model.js'
import { buildGate, type GateOptions } from './app.js'

export const key = hashKeyWords('[(1,2)]')
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
export const SECRET = 'secret of the tests'
export const TOKEN = 'a-token-of-the-tests'
export const bearer = { authorization: `Bearer ${TOKEN}` }
export const settingsOf = (part: object = {}): ServeSettings =>
  serveSchema.parse({
    tokens: [
      { name: 'all', sha256: sha256(TOKEN), uses: ['decide', 'intake', 'metrics', 'verify'] },
    ],
    ...part,
  })
export const spool: Spool = {
  append: async () => {},
  stats: () => ({ bytes: 10, segments: 1, oldestMs: 1000, rows: 2 }),
  close: async () => {},
}
export const PASS: Decision = passed(7)
export const touched = (level: Decision['level']): Decision => ({
  ...passed(7),
  level,
  policy_id: 'campaign-operators',
  reason_code: 'usage_review',
  appeal: 'Write to appeals@example.org.',
  reasons: ['campaign c1: act at 97'],
})

/** A gate whose decisions depend on the account: its name is the level. */
export function gateWith(options: { settings?: object; rest?: Partial<GateOptions> } = {}) {
  const asked: Asked[] = []
  const lines: string[] = []
  const level = (id: string) => LEVELS.find((one) => one === id) ?? 'pass'
  const gate = buildGate({
    decisions: {
      decide: (one) => {
        asked.push(one)
        if (one.account_id === 'fault') throw new Error(`about ${one.user_agent}`)
        return level(one.account_id) === 'pass' ? PASS : touched(level(one.account_id))
      },
      sketch: (texts) => sketchTexts(key, texts),
      state: () => ({ tables: null, refused: 'there is no file yet' }),
    },
    spool,
    hashSecret: SECRET,
    settings: settingsOf(options.settings),
    log: { write: (line) => lines.push(line) },
    now: () => 5000,
    ...options.rest,
  })
  return { ...gate, asked, lines }
}
