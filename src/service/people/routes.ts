import { TOLD_BYTES_MAX } from './socket.js'

/** What is asked by which path. A deed takes what its path and its body name; a reading takes what its query names. */

export interface DeedRoute {
  readonly path: string
  readonly deed: string
  /** Where the body is a document of somebody else's: how many bytes it may have. The deed is told its `sha256` and `bytes`. */
  readonly documentBytesMax?: number
}

export const DEED_ROUTES: readonly DeedRoute[] = Object.freeze([
  { path: '/policies/:policy_id/approve', deed: 'approve_policy' },
  { path: '/policies/:policy_id/withdraw', deed: 'withdraw_policy' },
  { path: '/restrictions/lift', deed: 'lift_restriction' },
  { path: '/restrictions/restore', deed: 'restore_restriction' },
  { path: '/kill-switch/pull', deed: 'pull_kill_switch' },
  { path: '/kill-switch/reset', deed: 'reset_kill_switch' },
  { path: '/never-touch/protect', deed: 'protect' },
  { path: '/never-touch/unprotect', deed: 'unprotect' },
  { path: '/rulings/benign', deed: 'rule_benign' },
  { path: '/rulings/against', deed: 'rule_against' },
  { path: '/proposals/:proposal_id/drop', deed: 'drop_proposal' },
  { path: '/accounts/suspend', deed: 'suspend_account' },
  { path: '/accounts/verify', deed: 'verify_account' },
  { path: '/accounts/restrict', deed: 'restrict_account' },
  { path: '/accounts/unrestrict', deed: 'unrestrict_account' },
  { path: '/accounts/reinstate', deed: 'reinstate_account' },
  { path: '/cases', deed: 'open_case' },
  { path: '/cases/:case_id/claim', deed: 'claim_case' },
  { path: '/cases/:case_id/release', deed: 'release_case' },
  { path: '/cases/:case_id/notes', deed: 'note_case' },
  { path: '/cases/:case_id/close', deed: 'close_case' },
  { path: '/appeals', deed: 'open_appeal' },
  { path: '/appeals/:appeal_id/claim', deed: 'claim_appeal' },
  { path: '/appeals/:appeal_id/release', deed: 'release_appeal' },
  { path: '/appeals/:appeal_id/decide', deed: 'decide_appeal' },
  { path: '/assessments', deed: 'open_assessment' },
  { path: '/assessments/:assessment_id/hypotheses', deed: 'add_hypothesis' },
  { path: '/assessments/:assessment_id/hypotheses/:hypothesis/drop', deed: 'drop_hypothesis' },
  { path: '/assessments/:assessment_id/facts', deed: 'add_fact' },
  { path: '/assessments/:assessment_id/inferences', deed: 'add_inference' },
  { path: '/assessments/:assessment_id/items/:item/drop', deed: 'drop_item' },
  { path: '/assessments/:assessment_id/items/:item/rate', deed: 'rate_item' },
  { path: '/assessments/:assessment_id/dissents', deed: 'dissent' },
  { path: '/assessments/:assessment_id/draft', deed: 'draft_judgement' },
  { path: '/assessments/:assessment_id/sign', deed: 'sign_judgement' },
  { path: '/assessments/:assessment_id/withdraw', deed: 'withdraw_judgement' },
  { path: '/erasures', deed: 'erase_subject' },
  { path: '/erasures/:erasure_id/cancel', deed: 'cancel_erasure' },
  { path: '/shares/preview', deed: 'preview_share' },
  { path: '/shares/preview/:preview_id/read', deed: 'read_preview' },
  { path: '/shares', deed: 'release_share' },
  { path: '/shares/:share_id/withdraw', deed: 'withdraw_share' },
  { path: '/partners/:partner_id/pause', deed: 'pause_partner' },
  { path: '/partners/:partner_id/resume', deed: 'resume_partner' },
  { path: '/partners/:partner_id/vouch', deed: 'vouch_for_partner' },
  {
    path: '/partners/:partner_id/told',
    deed: 'receive_told',
    documentBytesMax: TOLD_BYTES_MAX,
  },
  { path: '/enrolments/grant', deed: 'grant_enrolments' },
  { path: '/enrolments/ask', deed: 'ask_enrolments' },
  { path: '/enrolments/suspend', deed: 'suspend_enrolments' },
  { path: '/enrolments/undo', deed: 'undo_enrolments' },
  { path: '/enrolments/ends/confirm', deed: 'confirm_ends' },
  { path: '/enrolments/:enrolment_id/proofs', deed: 'accept_proof' },
  { path: '/enrolments/:enrolment_id/appeal', deed: 'appeal_enrolment' },
  { path: '/enrolments/:enrolment_id/appeal/decide', deed: 'decide_enrolment_appeal' },
  { path: '/tokens/revoke', deed: 'revoke_token' },
  { path: '/texts/read', deed: 'read_text' },
  { path: '/campaigns/:campaign_id/templates/read', deed: 'read_templates' },
])

/** The parts of a path that a pattern names, or undefined where it is another. */
export function partsOf(pattern: string, path: string): Record<string, string> | undefined {
  const [names, given] = [pattern.split('/'), path.split('/')]
  if (names.length !== given.length) return undefined
  const parts: Record<string, string> = {}
  for (const [place, name] of names.entries()) {
    const part = given[place] ?? ''
    if (!name.startsWith(':')) {
      if (name !== part) return undefined
      continue
    }
    const decoded = decodedOf(part)
    if (decoded === undefined || decoded === '') return undefined
    parts[name.slice(1)] = decoded
  }
  return parts
}

function decodedOf(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
