import { lostRestrictions } from '../../records/restrictions.js'
import type { Store } from '../../store/store.js'
import { type EnteredMemory, openEntered } from '../decisions/batch-memory.js'
import { type CarriedInput, carriedProposals, groupsBefore } from '../decisions/carried.js'
import { type CarriedTable, openCarried } from '../decisions/carried-table.js'
import { type LetGo, type LetGoMemory, openLetGo, unitedLetGo } from '../decisions/let-go.js'
import { type Log, problemTold } from '../log.js'

/** What the publisher keeps in the store beside the trail. What cannot be kept holds nobody, and is tried again. */
export interface PublisherMemory {
  letGo(recorder: Store): Promise<LetGo>
  /** Remembers who is let go as a group. */
  keepLetGo(recorder: Store, letGo: LetGo): Promise<void>
  entered(recorder: Store): EnteredMemory
  propose(
    doors: { reader: Store; recorder: Store },
    known: Omit<CarriedInput, 'lost'>,
  ): Promise<void>
}

/** What one door to the store remembers. */
interface Door {
  readonly of: Store
  readonly carried: CarriedTable
  readonly letGo: LetGoMemory
  readonly entered: EnteredMemory
}

export function makePublisherMemory(log: Log): PublisherMemory {
  let door: Door | undefined
  /** Whom to remember as let go, and could not be yet. */
  let owed: LetGo = new Map()
  // A store that was opened anew has a door of its own.
  const at = (recorder: Store): Door => {
    if (door?.of !== recorder) {
      const parts = { letGo: openLetGo(recorder), entered: openEntered(recorder) }
      door = { of: recorder, carried: openCarried(recorder), ...parts }
    }
    return door
  }
  return Object.freeze({
    letGo: (recorder: Store) => at(recorder).letGo.known(),
    async keepLetGo(recorder: Store, letGo: LetGo) {
      owed = unitedLetGo(owed, letGo)
      try {
        await at(recorder).letGo.note(owed)
        owed = new Map()
      } catch (error) {
        // They are let go by name all the same; what is missing is tried again with the next.
        log.error(problemTold(error), 'who was let go is not remembered')
      }
    },
    /** Who could not be noted is not touched yet; whoever is let go is let go all the same. */
    entered(recorder: Store): EnteredMemory {
      const memory = at(recorder).entered
      return {
        ...memory,
        note: (change, nowMs) =>
          memory.note(change, nowMs).catch((error: unknown) => {
            log.error(problemTold(error), 'who came under a policy is not noted')
          }),
      }
    },
    async propose(
      { reader, recorder }: { reader: Store; recorder: Store },
      known: Omit<CarriedInput, 'lost'>,
    ) {
      try {
        const lost = await lostRestrictions(reader, groupsBefore(known.conclusions))
        await at(recorder).carried.keep(carriedProposals({ ...known, lost }))
      } catch (error) {
        // Nothing is done by them; the next publishes them.
        log.error(problemTold(error), 'proposals for successors not written')
      }
    },
  })
}
