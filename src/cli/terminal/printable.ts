import { visibleLine } from '../../feeds/visible.js'

/**
 * Text from data as it may be written to a terminal: on one line, and without a code that the terminal
 * would obey. An account named `\x1b]0;…` must not rename the window of who investigates it.
 */
export function printable(text: string): string {
  return visibleLine(text)
}
