/**
 * What people do. A deed says who may do it, whether a second person must want it too, why it cannot be done now, and
 * what it changes. Whatever could touch somebody needs two; whatever lets somebody go needs one.
 */
import type { z } from 'zod'
import type { Role } from '../domain/people.js'
import type { PreviewKnown, ShareFault } from '../domain/sharing.js'
import type { AccountGuards, Hindrance } from './account-requests.js'
import type { EnrolmentTimes } from './enrolment.js'
import type { Restriction } from './restrictions.js'
import type { PolicyKnown, State } from './state.js'

/** Whoever is to agree has so long, unless the settings say otherwise. */
export const PROPOSAL_MS_MAX = 72 * 3_600_000

export type Fault =
  /** There is no such thing, or no more. */
  | 'NOT_THERE'
  /** It is so already. */
  | 'SO_ALREADY'
  /** Somebody else has it. */
  | 'TAKEN'
  /** Whoever decided something does not decide on the appeal against it. */
  | 'OWN_DECISION'
  /** The same person cannot be two. */
  | 'SAME_PERSON'
  /** Not with the roles of this person. */
  | 'NOT_YOURS'
  /** There is no account system to ask. */
  | 'NO_CONNECTOR'
  /** Other processes use the store as well, which nobody can keep from it meanwhile. */
  | 'STORE_SHARED'
  /** Something is asked of the account system, or in force there, or an appeal is open. */
  | 'NOT_SETTLED'
  /** It would refuse somebody again, which takes two. */
  | 'TAKES_TWO'
  /** An appeal is open. */
  | 'APPEALED'
  /** There are as many as there may be. */
  | 'FULL'
  /** It stands in every assessment. */
  | 'FIXED'
  /** Somebody changed it since it was read. */
  | 'NOT_AS_READ'
  /** The campaign has no such evidence. */
  | 'NO_EVIDENCE'
  /** Something of the matrix was not rated. */
  | 'NOT_RATED'
  /** The instant that it names lies behind. */
  | 'PAST'
  /** The installation has no key to sign with. */
  | 'NO_KEY'
  /** Nobody has looked at what would leave since the last run, or it is still being made. */
  | 'PREVIEW_MISSING'
  /** Whoever wants it to leave has not read it. */
  | 'PREVIEW_UNREAD'
  /** What would leave is not what was looked at. */
  | 'PREVIEW_CHANGED'
  /** It repeats what must not leave. */
  | 'WOULD_LEAK'
  /** The partner tells by a channel of its own. */
  | 'HAS_CHANNEL'
  | ShareFault
  | Hindrance

/** Which of several it is, by names of ours or by their place in what was sent; ten at the most. */
export interface FaultOfSome {
  readonly why: Fault
  readonly places: readonly string[]
}

export interface Doing {
  readonly by: string
  readonly at_ms: number
  /** An id for what is made, of its own. */
  readonly id: string
  /** Whoever proposed it, before who does it; alone where one is enough. */
  readonly people: readonly string[]
  /** What {@link Deed.told} said when it was done. */
  readonly told: Readonly<Record<string, string>>
}

/** The key of the installation. */
export interface Signing {
  /** SHA-256 of the public key. */
  readonly key_id: string
  /** The signature, in base64. */
  readonly sign: (bytes: Uint8Array) => string
}

/** The campaigns that one goes on from, or the one of a cluster or those of an account, and those that go on from it. */
export interface Line {
  readonly campaigns: readonly string[]
  /** Why it is not all of them: there were too many, or they could not be read. */
  readonly lacks?: 'cut' | 'unread' | undefined
}

export interface World {
  readonly nowMs: number
  /** Now, by the clock by which enrolments end; the wall clock's where there is no other. */
  readonly endsMs?: number | undefined
  /** For how long a proposal waits for a second person. */
  readonly proposalMs?: number | undefined
  /** For how long something is granted, and an answer waited for. */
  readonly enrolling?: EnrolmentTimes | undefined
  readonly policies: readonly PolicyKnown[]
  readonly restrictions: readonly Restriction[]
  /** Of the account that the input names, where it names one. */
  readonly guards: AccountGuards
  /** Whether this service alone uses the store, so that it can erase. */
  readonly canErase: boolean
  /** Partners that tell by a channel of their own: by TAXII, pulled or put here. */
  readonly channels?: ReadonlySet<string> | undefined
  /** Looked at only by what signs. */
  readonly signing?: (() => Signing | undefined) | undefined
  /** Of the campaign, cluster or account that the input lets go. */
  readonly line?: Line | undefined
  /** Where the input names evidence: whether the campaign of its assessment has it. */
  readonly isEvidence?: boolean | undefined
  /** Of what the input would share or shows, where it does and there is one. */
  readonly preview?: PreviewKnown | undefined
}

export interface Deed<Input = never> {
  readonly id: string
  /** What it does, in one sentence. */
  readonly summary: string
  readonly who: readonly Role[]
  readonly input: z.ZodType<Input>
  /** What it is done with, as the trail has it. */
  readonly object: (input: Input, doing: Doing) => string
  /** To whom: named by a pseudonym in the trail. */
  readonly subject?: (input: Input) => readonly [kind: string, id: string]
  /** Keys of what people wrote and whom it names: kept apart from the trail, so that it can be erased. */
  readonly hidden: readonly (keyof Input & string)[]
  /** What two people must want, to the letter; null where one is enough. */
  readonly agreed: (input: Input, state: State, world: World) => string | null
  readonly fault: (
    input: Input,
    state: State,
    world: World,
    by: string,
    roles: readonly Role[],
  ) => Fault | FaultOfSome | undefined
  /** Where the fault lies, by names of ours. */
  readonly places?: (world: World) => readonly string[]
  /** What of the world it rests on, for the trail: what is asked later is what was agreed on. */
  readonly told?: (
    input: Input,
    world: World,
    state: State,
    people: readonly string[],
  ) => Readonly<Record<string, string>>
  /** Keys of that which name somebody: kept apart from the trail, as what is {@link Deed.hidden}. */
  readonly toldApart?: readonly string[]
  readonly done: (state: State, input: Input, doing: Doing) => void
}

export const defineDeed = <Input>(deed: Deed<Input>): Deed<Input> => Object.freeze(deed)

/** Everybody who is more than a reader. */
export const ONE: () => null = () => null
