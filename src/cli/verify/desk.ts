import type { Command } from 'commander'
import { addAccept } from './accept.js'
import { addAppeal } from './appeal.js'
import { addDecide } from './decide.js'
import { addQuality } from './quality.js'
import { addQueue } from './queue.js'
import { addShow } from './show.js'

/** What people do about applications, through the service that runs. */
export function addDesk(verify: Command): void {
  for (const add of [addQueue, addShow, addDecide, addAccept, addAppeal, addQuality]) add(verify)
}
