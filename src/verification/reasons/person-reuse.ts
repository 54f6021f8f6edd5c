import { defineReason } from '../define.js'
import type { Channel } from '../facts.js'

const CHANNELS: readonly (readonly [channel: Channel, word: string, weight: number])[] = [
  ['document', 'document', 3],
  ['mail', 'address', 3],
  ['phone', 'telephone', 1.5],
]

export default defineReason({
  id: 'person-reuse',
  family: 'shared',
  speaks: 'fraud',
  firmness: 1,
  title: 'One person several times',
  why: 'A telephone, a document and an address name one person. Services that rent numbers and lend documents serve many.',
  benign: ['A family with one telephone; a second account for work; somebody who lost a password.'],
  evasions: ['A number for each account, at the price of a number.'],
  needs: ['phone_hash|document_hash|email_hash'],
  bits_max: 6,
  answered_by: ['identity'],
  statement: 'Its {word} is that of {customers} other customers.',
  weigh: (_, around) => {
    const found = CHANNELS.map(([channel, word, weight]) => {
      const { customers, elsewhere } = around.holders(channel)
      // At one place it is a family, or somebody again; what names one person names no two elsewhere.
      const bits = weight * Math.log2(1 + elsewhere) + 0.3 * Math.log2(1 + customers - elsewhere)
      return { bits: Math.min(6, bits), said: { word, customers } }
    })
    const strongest = found.sort((a, b) => b.bits - a.bits)[0]
    return strongest === undefined || strongest.bits === 0 ? undefined : strongest
  },
  cases: {
    speaks: {
      'a number of four': {
        application: { phone_hash: 'p' },
        others: [1, 2, 3, 4].map((at) => ({
          phone_hash: 'p',
          signup_ip: `192.0.${at}.1`,
          verification: 'phone' as const,
        })),
      },
      'a document for the second time': {
        application: { document_hash: 'd' },
        others: [{ document_hash: 'd', signup_ip: '192.0.2.1', verification: 'identity' }],
      },
    },
    quiet: {
      'a number that others say is theirs': {
        application: { phone_hash: 'p', verification: 'phone' },
        others: [1, 2, 3, 4].map((at) => ({ phone_hash: 'p', signup_ip: `192.0.${at}.1` })),
      },
      'a number of its own': { application: { phone_hash: 'p' }, others: [{ phone_hash: 'q' }] },
      'words for no number': {
        application: { phone_hash: 'unknown' },
        others: [1, 2, 3].map(() => ({ phone_hash: 'unknown' })),
      },
    },
  },
})
