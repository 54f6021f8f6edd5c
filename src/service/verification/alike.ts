import { sqlFile } from '../../store/sql.js'
import type { Store } from '../../store/store.js'

const VALUES = sqlFile(import.meta.url, './application_values.sql', { application_id: 'String' })
const ALIKE = sqlFile(import.meta.url, './application_alike.sql', {
  application_id: 'String',
  applied_ms: 'String',
  email_hash: 'String',
  phone_hash: 'String',
  document_hash: 'String',
  payment_hash: 'String',
  billing_address_hash: 'String',
  organization_id: 'String',
  own_domain: 'String',
  invited_by: 'String',
  signup_user_agent: 'String',
  email_shape: 'String',
  signup_ip: 'String',
  rows_max: 'UInt32',
})
const WHOLE = sqlFile(import.meta.url, './application_whole.sql', {
  application_ids: 'Array(String)',
})
/** Side by side more than these are not looked at. */
const ALIKE_MAX = 20

type Values = Readonly<
  Record<Exclude<keyof typeof ALIKE.params, 'rows_max' | 'application_id'>, string>
>

export interface ApplicationWhole {
  readonly application_id: string
  readonly assessment_json: string
  readonly [column: string]: unknown
}
export interface ApplicationAlike extends ApplicationWhole {
  /** Which values are the same. */
  readonly in_common: readonly string[]
}

/** An application and those beside it, most alike first; nothing where nobody applied by that name. */
export async function sideBySide(
  reader: Store,
  application_id: string,
): Promise<readonly ApplicationAlike[]> {
  const [values] = await reader.rows<Values>(VALUES, { application_id })
  if (values === undefined) return []
  const { applied_ms, ...rest } = values
  const alike = await reader.rows<Pick<ApplicationAlike, 'application_id' | 'in_common'>>(ALIKE, {
    ...{ ...rest, application_id, applied_ms: `${applied_ms}`, rows_max: ALIKE_MAX },
  })
  const inCommon = new Map(alike.map((one) => [one.application_id, one.in_common]))
  const application_ids = [application_id, ...inCommon.keys()]
  const whole = await reader.rows<ApplicationWhole>(WHOLE, { application_ids })
  const byId = new Map(whole.map((one) => [one.application_id, one]))
  return application_ids.flatMap((id) => {
    const one = byId.get(id)
    return one === undefined ? [] : [{ ...one, in_common: inCommon.get(id) ?? [] }]
  })
}
