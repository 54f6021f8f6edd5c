import type { Use } from './use.js'
import { NOTHING } from './use-cases.js'

/** Three weeks of an ordinary member of a programme, but for what is given. Mostly between eight and twenty o'clock. */
export const used = (more: Partial<Use> = {}): Use => ({
  ...{ program: 'education', purpose: '', is_organization_verified: false },
  ...{
    is_purpose_answered_for: false,
    is_domain_proved: false,
    exchanges: 240,
    days: 15,
    days_between: 20,
  },
  ...{ is_beginning_seen: true, first_hours: 8, first_day: 12, fullest_day: 40, early: 120 },
  hours: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 20 : 0)),
  ...{ used: 4, paid: 0, loop_bits: 0, begun_together: 0 },
  usual: { first_hours: 20, used: 30 },
  ...more,
  asked: { ...NOTHING, ...more.asked },
  asked_bits: { ...NOTHING, ...more.asked_bits },
})
