import type { Refusal } from '../../records/act.js'

interface FaultEntry {
  readonly status: number
  readonly message: string
  readonly hint: string
}

/** Every way in which somebody who asks is refused. The texts are constant: what was sent is never said again. */
export const PEOPLE_FAULTS = {
  TOKEN_REQUIRED: {
    status: 401,
    message: 'A token of a person is required.',
    hint: 'Send it as `Authorization: Bearer`; `serve.people` holds its SHA-256, or the issuer of `serve.oidc` signed it.',
  },
  READ_ONLY: {
    status: 403,
    message: 'A store is read here, and nothing is done to anybody.',
    hint: 'What people do is done through `stillwatch serve`: docs/how-to/run-the-service.md.',
  },
  TOKEN_REVOKED: {
    status: 401,
    message: 'This token acts no more.',
    hint: 'Ask an admin for another, and put its SHA-256 into `serve.people`.',
  },
  ROLE_MISSING: {
    status: 403,
    message: 'None of your roles may do this.',
    hint: '`GET /stillwatch/v1/me` names your roles; docs/how-to/people.md says which may do what.',
  },
  NOT_YOURS: {
    status: 403,
    message: 'Somebody else has it.',
    hint: 'Whoever has it, or a reviewer, can give it back.',
  },
  OWN_DECISION: {
    status: 403,
    message: 'You had part in the decision that this appeal is against.',
    hint: 'Another reviewer must decide it.',
  },
  NOT_THERE: {
    status: 404,
    message: 'There is no such thing, or no more.',
    hint: 'Of the id of a campaign the beginning is enough; it is in findings.json, and `explain` prints it. Others are needed whole: list what there is, for it may have changed meanwhile.',
  },
  CAMPAIGN_AMBIGUOUS: {
    status: 409,
    message: 'Several campaigns begin so.',
    hint: 'They are named, ten at the most: say more of the one that you mean.',
  },
  ROUTE_UNKNOWN: {
    status: 404,
    message: 'There is nothing here.',
    hint: 'The routes are in /openapi.json.',
  },
  SAME_PERSON: {
    status: 409,
    message: 'You proposed this; a second person must do the same.',
    hint: '`GET /stillwatch/v1/proposals` lists what waits for whom.',
  },
  TAKES_TWO: {
    status: 409,
    message: 'That would refuse somebody, or take away what is granted, which takes two people.',
    hint: 'Two reviewers suspend it by `POST /stillwatch/v1/enrolments/suspend`.',
  },
  APPEALED: {
    status: 409,
    message: 'An appeal is open.',
    hint: 'It is decided first, by a reviewer who was no part of the refusal.',
  },
  SO_ALREADY: {
    status: 409,
    message: 'It is so already.',
    hint: 'Nothing is to be done.',
  },
  TAKEN: {
    status: 409,
    message: 'Somebody else has it.',
    hint: 'Take another, or ask them to give it back.',
  },
  PROTECTED: {
    status: 409,
    message: 'It stands on a list of those whom no decision touches.',
    hint: '`GET /stillwatch/v1/never-touch` has those whom people put there; others stand in the settings and in the policy file.',
  },
  RULED_BENIGN: {
    status: 409,
    message: 'People ruled that it is innocent.',
    hint: 'Two reviewers can rule otherwise: `rule_against`.',
  },
  KILL_SWITCH_ON: {
    status: 409,
    message: 'The kill switch is pulled: nobody is touched.',
    hint: 'Reset it first (`reset_kill_switch`, two people), or in the settings or the policy file.',
  },
  NO_CONNECTOR: {
    status: 409,
    message: 'There is no account system to ask.',
    hint: 'Set `serve.connector`: docs/how-to/connector.md.',
  },
  STORE_SHARED: {
    status: 409,
    message:
      'The store is a server, which others may use as well: this service does not erase from it.',
    hint: 'docs/how-to/erase.md says what can be erased where.',
  },
  NOT_SETTLED: {
    status: 409,
    message:
      'An appeal of this account is open, or the account system was asked about it and nobody could undo it without its name.',
    hint: 'Decide the appeal, reinstate or unrestrict it first, or erase with `evidence` `keep`: what it wrote goes.',
  },
  FULL: {
    status: 409,
    message: 'There are as many as there may be.',
    hint: 'Take something out first; docs/reference/limits.md has the bounds.',
  },
  FIXED: {
    status: 409,
    message: 'This hypothesis stands in every assessment.',
    hint: 'Rate it: where nothing speaks for it, the matrix says so.',
  },
  NOT_AS_READ: {
    status: 409,
    message: 'It is not what you read: it changed since.',
    hint: 'Read it again, and name the digest, or the clock, that it has now.',
  },
  NO_EVIDENCE: {
    status: 409,
    message: 'No run that is kept has such evidence of this campaign.',
    hint: '`GET /stillwatch/v1/attribution?campaign_id=` and the findings of the last run name what there is. What lies elsewhere is a file: `file_sha256`.',
  },
  NOT_RATED: {
    status: 409,
    message: 'Not every item is rated against every hypothesis, or there is none.',
    hint: '`GET /stillwatch/v1/assessments/one` lists what is not rated.',
  },
  PAST: {
    status: 409,
    message: 'The instant lies behind.',
    hint: 'Draft it with a review and an end that are still to come.',
  },
  NO_KEY: {
    status: 409,
    message: 'This installation has no key to sign with.',
    hint: '`stillwatch attribute key` makes one; `serve.signing_key` names it.',
  },
  NO_PRODUCER: {
    status: 409,
    message: 'The settings do not say who shares.',
    hint: 'Set `serve.sharing.producer`: docs/how-to/share.md.',
  },
  PREVIEW_MISSING: {
    status: 409,
    message: 'Nobody has looked at what would leave since the last run. It is being made now.',
    hint: 'Read the preview (`preview_share`, then `read_preview`), and do the same again.',
  },
  PREVIEW_UNREAD: {
    status: 409,
    message: 'You have not read what would leave by this.',
    hint: 'Have a preview made of the same terms and read it (`preview_share`, then `read_preview`): that somebody else did is not enough.',
  },
  PREVIEW_CHANGED: {
    status: 409,
    message: 'What would leave is not what this hash is of.',
    hint: 'Look at the preview as it is now. Two people must want that one.',
  },
  WOULD_LEAK: {
    status: 409,
    message:
      'It repeats what must not leave: the places and the kind of what they repeat are named.',
    hint: 'Leave these indicators out, or release the text of a wrapper by name.',
  },
  HAS_CHANNEL: {
    status: 409,
    message: 'This partner tells by a channel of its own, so a file is not its word.',
    hint: 'Have the partner put it there (`serve.sharing.servers`, `clients`). If the channel is no more, take it out of the settings: then two people bring the file.',
  },
  NOTHING_TOLD: {
    status: 409,
    message: 'The file holds nothing that could be taken in.',
    hint: 'What was refused of it is named, by reason. docs/how-to/partners.md says what is read.',
  },
  MARKING_STRICT: {
    status: 409,
    message: 'Those who are named are not trusted with what is marked so.',
    hint: 'Leave them out; `strictest` of each partner, collection and `misp` in `serve.sharing` says up to which marking it is trusted.',
  },
  DESTINATION_UNKNOWN: {
    status: 409,
    message: 'There are no partners or collections of these names.',
    hint: '`serve.sharing` has those that there are: `partners`, `collections` and `misp`.',
  },
  FORM_UNKNOWN: {
    status: 409,
    message: 'There is no such form, or those who are named do not take it.',
    hint: 'The forms are `stix` and `plain`; a collection takes `stix` only: docs/how-to/share.md.',
  },
  ENDS_WRONG: {
    status: 409,
    message: 'A share ends after now, and within 366 days.',
    hint: 'Choose another `expires_at`.',
  },
  TOO_LONG: {
    status: 409,
    message: 'What would leave is longer than two million characters.',
    hint: 'Leave indicators out.',
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'The request is longer than 256 KiB.',
    hint: 'Say less.',
  },
  FILE_TOO_LARGE: {
    status: 413,
    message: 'The file is longer than 8 MiB, and no setting changes that.',
    hint: 'Bring it in parts, or have the partner put it into a collection: docs/how-to/partners.md.',
  },
  INPUT_INVALID: {
    status: 422,
    message: 'The request was not understood.',
    hint: 'The places that do not fit are named; the forms are in /openapi.json.',
  },
  SERVICE_FAULT: {
    status: 500,
    message: 'It could not be written down, so it was not done.',
    hint: 'Try again; if it lasts, look at the log of the service.',
  },
  ISSUER_DOWN: {
    status: 503,
    message: 'The identity provider cannot be reached, so nobody can tell who you are.',
    hint: 'Try again in a moment. A token of `serve.people` works without it.',
  },
  SERVICE_DOWN: {
    status: 503,
    message: 'The process that keeps the records does not answer.',
    hint: 'Try again in a moment. `serve.kill_switch` with SIGHUP works without it.',
  },
} as const satisfies Record<string, FaultEntry>

export type PeopleFault = keyof typeof PEOPLE_FAULTS

export const faultOf = (why: Refusal): PeopleFault =>
  why === 'DEED_UNKNOWN' ? 'ROUTE_UNKNOWN' : why

export function faultBody(code: PeopleFault, places: readonly string[] = []) {
  const { message, hint } = PEOPLE_FAULTS[code]
  return { error: { code, message, hint, ...(places.length === 0 ? {} : { places }) } }
}
