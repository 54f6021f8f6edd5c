import { defineReason } from '../define.js'

export default defineReason({
  id: 'former-member',
  family: 'institution',
  speaks: 'fraud',
  firmness: 0,
  title: 'An address that is kept for life',
  why: 'Addresses of former students and of members for life say that somebody was there. They are sold, since they open programmes.',
  benign: [
    'A teacher or a student for the second time, whose first address is the one that they use.',
  ],
  evasions: ['An address of a student who is enrolled.'],
  needs: ['email_domain'],
  programs: ['education', 'research'],
  bits_max: 2,
  answered_by: ['institution_sign_in', 'documents'],
  statement:
    'The address is one that an institution lets people keep for life, and says nothing of today.',
  weigh: ({ mail_kind }) => (mail_kind === 'former' ? { bits: 2 } : undefined),
  cases: {
    speaks: {
      'of former students': {
        application: { program: 'education', email_domain: 'alumni.stanford.edu' },
      },
      'of members for life': { application: { program: 'research', email_domain: 'acm.org' } },
    },
    quiet: {
      'students, in Spanish': {
        application: { program: 'education', email_domain: 'alumnos.uc3m.es' },
      },
      'an ordinary sign-up': { application: { email_domain: 'alumni.stanford.edu' } },
    },
  },
})
