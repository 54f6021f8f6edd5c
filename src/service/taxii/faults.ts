/** Every way in which whoever asks by TAXII is refused. The texts are constant: what was sent is never said again. */
import { TAXII_TYPE } from './media.js'

export const TAXII_FAULTS = {
  BODY_INVALID: { status: 400, title: 'The body is no JSON, or deeper than 64 levels.' },
  QUERY_INVALID: {
    status: 400,
    title: 'A part of the query was not understood, or is not for this place.',
  },
  TOKEN_REQUIRED: {
    status: 401,
    title: 'A token is required, as `Authorization: Bearer` or as the password of HTTP Basic.',
  },
  RIGHT_MISSING: { status: 403, title: 'You may not do this with this collection.' },
  NOT_THERE: { status: 404, title: 'There is no such thing, or you may not see it.' },
  STATUS_GONE: {
    status: 404,
    title:
      'There is no such status, or it is another’s. The last 200 of a client are kept, for a week: send the objects again, what is there already is a success.',
  },
  METHOD_UNKNOWN: { status: 405, title: 'This is not done here.' },
  NOT_ACCEPTABLE: { status: 406, title: `Only ${TAXII_TYPE} is answered: say so in \`Accept\`.` },
  REQUEST_TOO_LARGE: {
    status: 413,
    title: 'The request is longer than `max_content_length` of the API root.',
  },
  MEDIA_TYPE_UNKNOWN: {
    status: 415,
    title: `Only ${TAXII_TYPE} is read: say so in \`Content-Type\`.`,
  },
  ENVELOPE_INVALID: {
    status: 422,
    title: 'It is no envelope of 1 to 1,000 objects that each have the id and the type of STIX.',
  },
  SERVICE_FAULT: { status: 500, title: 'It could not be done, and nothing is said to be done.' },
  BUSY: { status: 503, title: 'More is being done than is done at once. Ask again.' },
  SERVICE_DOWN: { status: 503, title: 'The process that keeps the collections does not answer.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>

export type TaxiiFault = keyof typeof TAXII_FAULTS

/** An answer, as both processes send it on. */
export interface TaxiiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Empty where there is nothing to say. */
  readonly body: string
}

const RETRY_SECONDS = '5'
const MORE: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'www-authenticate': 'Basic realm="TAXII", charset="UTF-8", Bearer realm="TAXII"' },
  503: { 'retry-after': RETRY_SECONDS },
}

/** A refusal in the form of TAXII. */
export function refusal(
  code: TaxiiFault,
  headers: Readonly<Record<string, string>> = {},
): TaxiiAnswer {
  const { status, title } = TAXII_FAULTS[code]
  return {
    status,
    headers: { 'content-type': TAXII_TYPE, ...MORE[status], ...headers },
    body: JSON.stringify({ title, error_code: code, http_status: String(status) }),
  }
}

export const answered = (
  body: object,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): TaxiiAnswer => ({
  status,
  headers: { 'content-type': TAXII_TYPE, ...headers },
  body: JSON.stringify(body),
})
