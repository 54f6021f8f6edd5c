import { type Receiving, type TakenIn, takeIn } from '../../pipeline/partners/receive.js'
import type { Store } from '../../store/store.js'
import { makeLine } from '../taxii/line.js'

/** Takes in what a partner tells, one after another, whoever brings it. Resolves when it is on the disk. */
export type Receiver = (receiving: Receiving) => Promise<TakenIn>

export function makeReceiver(recorder: Store, heard: () => void): Receiver {
  const inLine = makeLine()
  return (receiving) =>
    inLine(async () => {
      const taken = await takeIn(recorder, receiving)
      if (taken.taken + taken.withdrawn > 0) heard()
      return taken
    })
}
