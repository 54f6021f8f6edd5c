import { defineReason } from '../define.js'

const PROVED = ['institution_mail', 'institution_sign_in'] as const

export default defineReason({
  id: 'proved-institution',
  family: 'institution',
  speaks: 'innocence',
  firmness: 1,
  title: 'An institution answered for it',
  why: 'A letter to an address of a known institution was answered, or the institution signed the person in. That is one person there.',
  benign: ['Students, teachers, researchers.'],
  evasions: ['Addresses of students, bought or stolen one by one.'],
  needs: ['email_domain|institution_domain', 'proofs'],
  bits_max: 4,
  statement: '{name} answered for the applicant.',
  weigh: ({ institution, mail_kind, proofs }) => {
    if (institution === undefined || mail_kind === 'former') return undefined
    return PROVED.some((proof) => proofs.has(proof))
      ? {
          bits: proofs.has('institution_sign_in') ? 4 : 3,
          said: { name: institution.name || institution.domain },
        }
      : undefined
  },
  cases: {
    speaks: {
      'a student of a known one': {
        application: { email_domain: 'tum.de', proofs: ['institution_mail'] },
      },
    },
    quiet: {
      'not yet': { application: { email_domain: 'tum.de' } },
      'one that left': {
        application: { email_domain: 'alumni.stanford.edu', proofs: ['institution_mail'] },
      },
      'a firm': { application: { email_domain: 'northlumen.com', proofs: ['institution_mail'] } },
    },
  },
})
