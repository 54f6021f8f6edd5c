import { Resolver } from 'node:dns/promises'

export interface LookupSettings {
  /** Addresses of resolvers, with a port where it is not 53; those of the system where none is named. */
  readonly resolvers: readonly string[]
}

/** `undefined` where no server answered, so that nothing is known. */
export type LookUp = (record: string) => Promise<readonly string[] | undefined>

const TIMEOUT_MS = 2000
const TRIES = 2
/** Of all resolvers together: a delegation that leads nowhere holds a place no longer. */
const WHOLE_MS_MAX = 6000

/** The texts of a record; each as one, in however many strings it stands. */
export function makeLookup({ resolvers }: LookupSettings): LookUp {
  return async (record) => {
    // One a question: a resolver that hangs holds up nobody else, and settings are as they are now.
    const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES })
    if (resolvers.length > 0) resolver.setServers([...resolvers])
    const whole = setTimeout(() => resolver.cancel(), WHOLE_MS_MAX)
    try {
      const texts = await resolver.resolveTxt(record)
      return texts.map((strings) => strings.join(''))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      return code === 'ENODATA' || code === 'ENOTFOUND' ? [] : undefined
    } finally {
      clearTimeout(whole)
    }
  }
}
