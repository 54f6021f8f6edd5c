import { bearer, gateWith } from '../../src/service/gate/gate.fixture.js'

export interface SignInGate {
  /** What its log says. */
  readonly lines: readonly string[]
  readonly begin: (subject?: string, domain?: string) => Promise<Answer>
  readonly check: (callback: string, subject?: string, domain?: string) => Promise<Answer>
  readonly close: () => Promise<unknown>
}
/** Of the API: whichever keys there are. */
type Answer = Readonly<Record<string, string>> & {
  readonly status: number
  readonly error?: { readonly code: string; readonly hint: string }
}

/** A gate that signs people in with these issuers. */
export function signInGate(sign_in: readonly object[], rest: object = {}): SignInGate {
  const { app, lines } = gateWith({
    settings: { verification: { sign_in } },
    rest: { now: Date.now, ...rest },
  })
  const ask = async (path: string, payload: object): Promise<Answer> => {
    const response = await app.inject({
      method: 'POST',
      url: `/v1/signup/sign-in${path}`,
      headers: bearer,
      payload,
    })
    const { request_id: _, ...told } = response.json()
    return { status: response.statusCode, ...told }
  }
  return {
    lines,
    begin: (subject = 'app_1', domain = 'tum.de') => ask('', { subject, domain }),
    check: (callback, subject = 'app_1', domain = 'tum.de') =>
      ask('/check', { subject, domain, callback }),
    close: () => app.close(),
  }
}
