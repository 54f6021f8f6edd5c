// Loaded before a process of the service: its wall clock is set by as many milliseconds as a file says, which may be
// written at any time. Clocks that never go back are left alone, as the system leaves them.
import { readFileSync } from 'node:fs'

const { Date: Given } = globalThis
const file = process.env.STILLWATCH_TEST_CLOCK
let offset = 0
const look = () => {
  try {
    offset = Number(readFileSync(file, 'utf8'))
  } catch {
    offset = 0
  }
}
if (file !== undefined) {
  look()
  setInterval(look, 50).unref()
  globalThis.Date = class extends Given {
    constructor(...given) {
      if (given.length === 0) super(Given.now() + offset)
      else super(...given)
    }
    static now() {
      return Given.now() + offset
    }
  }
}
