/** By way, since the process began. */
export interface AlertFigures {
  /** Alerts in messages that went. */
  readonly alerts_told_webhook: number
  readonly alerts_told_mail: number
  /** Attempts. */
  readonly alerts_failed_webhook: number
  readonly alerts_failed_mail: number
  /** Alerts that went by no attempt of a day. */
  readonly alerts_dropped_webhook: number
  readonly alerts_dropped_mail: number
}
