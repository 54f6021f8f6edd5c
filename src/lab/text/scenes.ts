/** Things to look at: tables, screens and pictures, as text that goes with a request. */

import type { Random } from '../random.js'

const COLUMNS =
  'region, store, sku, week, units, returns, price, margin, visits, seconds, temperature, batch, voltage, age, dose, score, churned, tenure, kilometres, delay'.split(
    ', ',
  )
const VALUES =
  'north, south, east, west, alpha, beta, gamma, blue, amber, new, used, yes, no, morning, night'.split(
    ', ',
  )

/** A fragment of a table in CSV. */
export const dataTable = (random: Random, rows: number): string => {
  const columns = random.sample(COLUMNS, random.int(3, 6))
  const isWord = columns.map(() => random.chance(0.25))
  const lines = Array.from({ length: rows }, (_, row) =>
    [
      row + 1,
      ...isWord.map((word) => (word ? random.pick(VALUES) : random.int(0, 9999) / 10)),
    ].join(','),
  )
  return `id,${columns.join(',')}\n${lines.join('\n')}`
}

const DATA_QUESTIONS =
  'Which factor drives the last column?|Is the drop in the second half real?|Where would you spend one more euro?|Which rows are wrong, and how can you tell?|Forecast the next three rows.|Are the groups comparable at all?|What single chart would convince a sceptic?|Does the treatment matter once the rest is held fixed?'.split(
    '|',
  )

export const dataQuestion = (random: Random): string => random.pick(DATA_QUESTIONS)

/** How an analysis reads. */
export const analysis = (random: Random, steps: number): string => {
  const lines = Array.from({ length: steps }, () => {
    const column = random.pick(COLUMNS)
    switch (random.int(0, 3)) {
      case 0:
        return `The mean of ${column} is ${random.int(2, 900)}.${random.int(0, 9)}, the median ${random.int(2, 900)}, so the tail is heavy.`
      case 1:
        return `df.groupby("${column}").agg({"${random.pick(COLUMNS)}": "sum"}) gives ${random.int(2, 40)} groups, the largest with ${random.int(20, 900)}.`
      case 2:
        return `Row ${random.int(1, 40)} is an outlier in ${column}: without it the slope falls from ${random.int(2, 90)} to ${random.int(1, 60)} percent.`
      default:
        return `Hypothesis about ${column}: kept, since ${random.int(3, 30)} of ${random.int(31, 60)} rows agree.`
    }
  })
  return lines.join('\n')
}

const APPLICATIONS =
  'Ledger 9, Mail, Files, Ticket Desk, Rail Booking, Spreadsheet, Warehouse Portal, Tax Form, Photo Editor, Calendar, Settings, Clinic Intake'.split(
    ', ',
  )
const WIDGETS = 'button, field, menu, checkbox, tab, row, link, icon, list, slider'.split(', ')
const NAMES =
  'Save, Export, Next, Amount, Search, Filter, Cancel, Approve, Attach, Date, Customer, Invoice, Archive, Print, Retry, Sign in, Total, Notes'.split(
    ', ',
  )

/** What a screen reader would say of a screenshot. */
export const screen = (random: Random): string => {
  const widgets = Array.from(
    { length: random.int(4, 11) },
    () =>
      `${random.pick(WIDGETS)} "${random.pick(NAMES)}" at ${random.int(8, 1900)},${random.int(8, 1060)}`,
  )
  return `Window: ${random.pick(APPLICATIONS)}. ${widgets.join('; ')}.`
}

export const screenTask = (random: Random): string =>
  `In ${random.pick(APPLICATIONS)}: ${random.pick(['find', 'change', 'enter', 'compare', 'remove', 'send'])} ${random.pick(NAMES).toLowerCase()} ${random.int(100, 99_999)} and ${random.pick(['export the list', 'confirm it twice', 'note the reference', 'undo the last step', 'mail it to the owner'])}, then open ${random.pick(APPLICATIONS)} and check ${random.pick(NAMES).toLowerCase()} there.`

export const screenStep = (random: Random): string =>
  `I see the ${random.pick(WIDGETS)} "${random.pick(NAMES)}" and a ${random.pick(WIDGETS)} beside it. The ${random.pick(WIDGETS)} is closer to the goal, since ${random.pick(['the dialog is modal', 'the field is still empty', 'the list has scrolled', 'focus is elsewhere', 'the amount does not match'])}. Action: click(${random.int(8, 1900)}, ${random.int(8, 1060)}). I expect "${random.pick(NAMES)}" to open.`

const MOTIFS =
  'a bar chart with a legend, a circuit, a street crossing, a page of handwriting, a floor plan, a cell under a microscope, a receipt, a weather map, a chess position, a phone screen, a shelf in a shop, a force diagram'.split(
    ', ',
  )

export const pictureNote = (random: Random): string =>
  `Item ${random.hex(6)}: ${random.pick(MOTIFS)}. Size ${random.int(400, 2400)} by ${random.int(300, 1800)}. Context given with it: ${random.pick(NAMES)}, ${random.pick(COLUMNS)}, ${random.pick(VALUES)}.`

export const caption = (random: Random, sentences: number): string =>
  Array.from({ length: sentences }, () =>
    random.pick([
      () =>
        `On the ${random.pick(['left', 'right', 'upper edge', 'lower edge'])} there are ${random.int(2, 19)} marks labelled ${random.pick(NAMES)}.`,
      () =>
        `The value for ${random.pick(VALUES)} reads ${random.int(2, 980)}, which is ${random.int(2, 70)} more than for ${random.pick(VALUES)}.`,
      () => `Behind it one can make out ${random.pick(MOTIFS)}.`,
      () =>
        `From the shadow I conclude that the light comes from ${random.pick(['above', 'behind', 'the left'])}, so it was ${random.pick(VALUES)}.`,
    ])(),
  ).join(' ')
