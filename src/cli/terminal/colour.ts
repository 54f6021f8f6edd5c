/** What is drawn differently, by meaning: what it looks like is decided here alone. */
export interface Ink {
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
  readonly act: (text: string) => string
  readonly review: (text: string) => string
  readonly bits: (text: string) => string
}

const styled = (open: number, close: number) => (text: string) =>
  `\u001b[${open}m${text}\u001b[${close}m`
const plain = (text: string) => text

const COLOURED: Ink = Object.freeze({
  strong: styled(1, 22),
  faint: styled(2, 22),
  act: (text: string) => styled(1, 22)(styled(7, 27)(text)),
  review: styled(1, 22),
  bits: styled(36, 39),
})
const PLAIN: Ink = Object.freeze({
  strong: plain,
  faint: plain,
  act: plain,
  review: plain,
  bits: plain,
})

export const inkOf = (hasColour: boolean): Ink => (hasColour ? COLOURED : PLAIN)
