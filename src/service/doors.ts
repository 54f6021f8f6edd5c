/** The intake and the proxy as the gate registers them, each with its part of the settings. */
import type { HashSecrets } from '../config/key.js'
import type { ServeSettings } from '../config/serve.js'
import { intakeFigures, proxyFigures } from './figures.js'
import type { ServicePlugin } from './gate/plugin.js'
import { intakePlugin } from './intake/plugin.js'
import type { IntakeSettings } from './intake/settings.js'
import { makeProxy } from './proxy/plugin.js'

/** The intake. `sealKey` is what texts are sealed with that are not to be kept; the engine has it too. */
export const intakeDoor =
  (sealKey?: Uint8Array): ServicePlugin =>
  (app, { spool, settings, register }) =>
    intakePlugin(app, {
      spool,
      settings: { intake: { ...intakeSettings(settings), sealKey } },
      observe: intakeFigures(register),
    })

export interface ProxyDoorOptions {
  readonly hashSecret: HashSecrets
  readonly sealKey?: Uint8Array | undefined
  readonly now?: (() => number) | undefined
}

/** The proxy, where the settings name an upstream. */
export function proxyDoor(
  settings: ServeSettings,
  { hashSecret, sealKey, now }: ProxyDoorOptions,
): ServicePlugin | undefined {
  const { proxy, text_policy, api_key_ids } = settings
  if (proxy === undefined) return undefined
  return (app, parts) =>
    makeProxy({
      settings: { ...proxy, text_policy, api_key_ids },
      hashSecret,
      sealKey,
      now,
      sketch: parts.sketch,
      counters: proxyFigures(parts.register),
    })(app, parts)
}

const intakeSettings = ({ intake, text_policy }: ServeSettings): IntakeSettings => ({
  bodyBytesMax: intake.body_bytes_max,
  bytesInHandMax: intake.bodies_bytes_max,
  silenceMsMax: intake.silence_seconds_max * 1000,
  parseMsMax: intake.work_seconds_max * 1000,
  retryAfterSeconds: intake.retry_after_seconds,
  textPolicy: text_policy,
  accountAttributes: intake.account_attributes,
})
