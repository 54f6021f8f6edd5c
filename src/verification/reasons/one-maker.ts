import { defineReason } from '../define.js'
import type { Channel } from '../facts.js'

const BITS_MAX = 7

const WORDS: Readonly<Partial<Record<Channel, string>>> = {
  mail_shape: 'shape of address',
  mail_grammar: 'grammar of address',
  mail_domain: 'private domain',
  client: 'browser to its last digit',
}

export default defineReason({
  id: 'one-maker',
  family: 'maker',
  speaks: 'fraud',
  firmness: 1,
  title: 'Made by one hand',
  why: `A program that makes accounts gives them one grammar of addresses and one browser. Each alone is anybody’s, and
    strangers who agree in both are as many as chance makes them, or as agreed in both before; what is far above has one maker.`,
  benign: [
    'A class or a workshop with machines of one make: one place, which counts for little.',
    'People of one country with one provider of mail and one browser: they agreed before as well, and that is subtracted.',
  ],
  evasions: [
    'Shapes, browsers and cards by lot for each account: then each agrees with strangers alone, and money and later traffic remain.',
    'All in one network, with names of all lengths: it counts for less, and the network says which they are.',
  ],
  needs: ['email_shape|email_domain', 'signup_user_agent|signup_ja4'],
  bits_max: BITS_MAX,
  statement:
    '{observed} other customers of two weeks have the same {channels}; by chance and by habit it would be {expected}.',
  weigh: (_, around) => {
    const found = around.coincidence()
    if (found === undefined) return undefined
    const { observed, expected, channels } = found
    const bits = Math.min(BITS_MAX, found.bits)
    const words = channels.map((channel) => WORDS[channel] ?? channel).join(' and ')
    return { bits, said: { observed, expected: Number(expected.toPrecision(1)), channels: words } }
  },
  cases: {
    speaks: {
      'twelve of one shape and one old browser in twelve places': {
        application: made(0),
        others: [...strangers(), ...Array.from({ length: 12 }, (_, at) => made(at + 1))],
      },
    },
    quiet: {
      'twelve with the machines of one school': {
        application: { ...made(0), signup_ip: '198.51.100.7' },
        others: [
          ...strangers(),
          ...Array.from({ length: 12 }, (_, at) => ({
            ...made(at + 1),
            email_shape: `${'a'.repeat(4 + (at % 6))}9999`,
            signup_ip: `198.51.100.${at}`,
          })),
        ],
      },
      'strangers with the browser of the day and the usual shape': {
        application: strangers()[0] ?? {},
        others: strangers().slice(1),
      },
    },
  },
})

function made(at: number) {
  return {
    email_domain: 'gmail.com',
    email_shape: 'aaaaaaa9999',
    signup_user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/109.0.0.0',
    signup_ja4: 't13d1516h2_8daaf6152771_b1ff8ab2d16f',
    signup_ip: `10.${at}.7.9`,
  }
}

function strangers() {
  return Array.from({ length: 4000 }, (_, at) => ({
    email_domain: 'gmail.com',
    email_shape:
      ['aaaa.aaaaaa', 'aaaaaaa99', 'aaaaaaaaa', 'aaaaaa_aaaa', 'aaaaa99999'][at % 5] ?? '',
    signup_user_agent: `Mozilla/5.0 Chrome/${130 + (at % 7)}.0.0.0`,
    signup_ja4: `t13d${at % 3}`,
    signup_ip: `172.16.${at % 250}.1`,
  }))
}
