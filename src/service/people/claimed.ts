/**
 * Whose requests a header says they are. It lets nobody in: the engine looks at what it says. But whoever is nobody's name here needs
 * not be asked about, and takes no room of those who let somebody go.
 */
import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { isJwt, type Named, tokenIn } from './who.js'

/** Goes by the settings as they are whenever it is asked. The name of a person, or undefined where none could be heard by it. */
export function makeClaimed(
  named: () => Named,
): (header: string | undefined) => string | undefined {
  let known: { readonly people: Named['people']; readonly names: ReadonlyMap<string, string> } = {
    people: [],
    names: new Map(),
  }
  return (header) => {
    const given = tokenIn(header)
    if (given === undefined) return undefined
    const { people, oidc } = named()
    // Once for all requests: there may be a thousand people, and decisions wait meanwhile.
    if (known.people !== people) known = { people, names: namesOf(people) }
    const claim = oidc !== undefined && isJwt(given) ? subjectIn(given) : sha256(given)
    return known.names.get(claim)
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const ofIssuer = (subject: string): string => `oidc ${subject}`

const namesOf = (people: Named['people']): ReadonlyMap<string, string> =>
  new Map(people.map(({ name, sha256: token, oidc = '' }) => [token ?? ofIssuer(oidc), name]))

function subjectIn(token: string): string {
  try {
    return ofIssuer(decodeJwt(token).sub ?? '')
  } catch {
    return ofIssuer('')
  }
}
