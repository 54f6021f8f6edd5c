import { defineReason } from '../define.js'

/** Set by hand: how much oftener a fraudulent set pays so than strangers do, as published of card testing and trial abuse. */
const BITS: Readonly<Record<string, number>> = { crypto: 2, prepaid: 1.5, virtual: 0.7 }

export default defineReason({
  id: 'payment-kind',
  family: 'payment',
  speaks: 'fraud',
  firmness: 0,
  title: 'Money that names nobody',
  why: 'Cards that are bought for cash, made by a program or not cards at all can be had by the hundred, and their holder is nobody.',
  benign: [
    'People without an account at a bank; firms that make a card for each thing that they buy; the cautious.',
  ],
  evasions: ['Cards of real people, hired or stolen: their refusals and their reuse remain.'],
  needs: ['payment_kind'],
  bits_max: 2,
  statement: 'It pays by a {kind} instrument.',
  weigh: ({ payment_kind }) => {
    const bits = BITS[payment_kind]
    return bits === undefined ? undefined : { bits, said: { kind: payment_kind } }
  },
  cases: {
    speaks: { prepaid: { application: { payment_kind: 'prepaid' } } },
    quiet: {
      'a card': { application: { payment_kind: 'card' } },
      'a voucher of an event': { application: { payment_kind: 'voucher' } },
      nothing: { application: {} },
    },
  },
})
