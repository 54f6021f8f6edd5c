/** The media types of TAXII 2.1, and the names of where it is asked. */

export const TAXII_TYPE = 'application/taxii+json;version=2.1'
export const STIX_TYPE = 'application/stix+json;version=2.1'

/** Where TAXII is asked, on the gate. */
export const TAXII_PREFIX = '/taxii2'
export const API_ROOT = `${TAXII_PREFIX}/api/`

/** Longest body of a request, as the API root tells it. The engine does nothing else while it reads one: a tenth of a second. */
export const REQUEST_BYTES_MAX = 4 * 1024 * 1024

const IS_FINE: readonly RegExp[] = [
  /^version=2\.1$/,
  /^charset=utf-8$/,
  /^q=(1(\.0{1,3})?|0\.\d{1,3})$/,
]

/** Whether it is the type of TAXII 2.1, said with a version or without. */
export function isTaxii(type: string): boolean {
  const [name, ...parameters] = type.toLowerCase().replaceAll(/[\s"]/g, '').split(';')
  return (
    name === 'application/taxii+json' &&
    parameters.every((one) => IS_FINE.some((fine) => fine.test(one)) && !/^q=0\.0+$/.test(one))
  )
}

/** Whether a header `Accept` takes it. As the reference server has it, whoever takes anything must say so by name. */
export const acceptsTaxii = (header: string | undefined): boolean =>
  (header ?? '').split(',').some(isTaxii)
